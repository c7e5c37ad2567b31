'use client';

import { useEffect, useRef } from 'react';
import type { Rfb } from '../connection/no-vnc';
import type { PictureQuality, Scaling } from '@/server/contract/settings';
import { askNowAndThen } from './ask-now-and-then';
import { watchPixelRatio } from './pixel-ratio';
import { restWhileHidden } from './rest-while-hidden';
import { applyDotCursor, applyPanning, applyQuality, applyScaling, applyViewOnly, keepZoom } from './screen-settings';

export interface ScreenSettings {
  scaling: Scaling;
  largePixels: boolean;
  viewOnly: boolean;
  panning: boolean;
  quality: PictureQuality;
  dotCursor: boolean;
  meter: boolean;
  /** Signed in: what costs messages may begin. */
  usable: boolean;
}

/** Applies how the picture meets the window and who may type, to this noVNC and to the one after a reconnect. */
export function useScreenSettings(rfb: Rfb | null, settings: ScreenSettings) {
  const { scaling, largePixels, viewOnly, panning, quality, dotCursor, meter, usable } = settings;
  const kept = useRef<{ zoom: number | null }>({ zoom: null });

  useEffect(() => (rfb ? keepZoom(rfb, kept.current) : undefined), [rfb]);
  useEffect(() => {
    if (rfb) applyViewOnly(rfb, viewOnly);
  }, [rfb, viewOnly]);
  // Also when view-only ends: a resolution that could not be asked for then is asked for now.
  useEffect(() => {
    if (rfb) applyScaling(rfb, scaling, largePixels);
  }, [rfb, scaling, largePixels, viewOnly]);
  useEffect(() => {
    if (rfb) applyPanning(rfb, panning);
  }, [rfb, panning]);
  useEffect(() => {
    if (rfb) applyQuality(rfb, quality);
  }, [rfb, quality]);
  useEffect(() => {
    if (rfb) applyDotCursor(rfb, dotCursor);
  }, [rfb, dotCursor]);

  useEffect(() => (rfb ? watchPixelRatio(() => rfb.windowChanged()) : undefined), [rfb]);
  useEffect(() => (rfb && usable ? restWhileHidden(rfb) : undefined), [rfb, usable]);
  useEffect(() => (rfb && usable ? askNowAndThen(rfb, meter) : undefined), [rfb, usable, meter, quality]);
}
