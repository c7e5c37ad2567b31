'use client';

import { useEffect, useRef } from 'react';
import type { Rfb } from '../connection/no-vnc';
import type { Key } from './keys';

/**
 * Lets go on a new connection of what may still be down from one that was lost: x11vnc keeps the keys of a viewer that is gone, and a
 * release sent into a line that was dead already arrived nowhere.
 */
export function useLostKeys(rfb: Rfb | null, usable: boolean): void {
  const lost = useRef<readonly Key[]>([]);
  useEffect(() => {
    if (!rfb || !usable) return undefined;
    for (const { keysym, code } of lost.current) rfb.sendKey(keysym, code, false);
    lost.current = [];
    return () => {
      lost.current = rfb.keysLately();
    };
  }, [rfb, usable]);
}
