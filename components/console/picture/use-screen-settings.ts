'use client';

import { useEffect } from 'react';
import type { Rfb } from '../connection/no-vnc';
import type { Scaling } from '../preferences';
import { applyPanning, applyScaling, applyViewOnly, scaleUnlessResized } from './screen-settings';

/** Long enough for a machine to change its resolution after the window did. */
const RESIZE_ANSWER_MS = 1_500;

/** Applies how the picture meets the window and who may type, to this noVNC and to the one after a reconnect. */
export function useScreenSettings(
  rfb: Rfb | null,
  screen: React.RefObject<HTMLElement | null>,
  settings: { scaling: Scaling; viewOnly: boolean; panning: boolean; ready: boolean },
) {
  const { scaling, viewOnly, panning, ready } = settings;

  useEffect(() => {
    if (!rfb) return undefined;
    applyScaling(rfb, scaling);
    if (scaling !== 'remote' || !ready) return undefined;

    let timer: ReturnType<typeof setTimeout>;
    const check = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (screen.current) scaleUnlessResized(rfb, screen.current);
      }, RESIZE_ANSWER_MS);
    };
    check();
    window.addEventListener('resize', check);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('resize', check);
    };
  }, [rfb, scaling, ready, screen]);

  useEffect(() => {
    if (rfb) applyViewOnly(rfb, viewOnly);
  }, [rfb, viewOnly]);

  useEffect(() => {
    if (rfb) applyPanning(rfb, panning);
  }, [rfb, panning]);
}
