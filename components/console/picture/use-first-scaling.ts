'use client';

import { useEffect } from 'react';
import type { ConsoleSettings } from '@/server/contract/settings';
import type { Rfb } from '../connection/no-vnc';
import { applyScaling, scalingFor } from './screen-settings';

/** Gives the first picture its size before the rest of the page is there, so that it does not jump. @param rfb null as soon as it is */
export function useFirstScaling(rfb: Rfb | null, { scaling, largePixels }: ConsoleSettings, watching: boolean): void {
  useEffect(() => {
    if (rfb) applyScaling(rfb, scalingFor(scaling, watching), largePixels);
  }, [rfb, scaling, largePixels, watching]);
}
