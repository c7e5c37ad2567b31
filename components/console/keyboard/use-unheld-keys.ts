'use client';

import { useEffect } from 'react';
import { isMac } from '../clipboard/paste-key';
import type { Rfb } from '../connection/no-vnc';

const types = ['pointermove', 'pointerdown', 'pointerup', 'wheel', 'keydown', 'keyup'] as const;

/** Lets go of keys whose release a Mac has kept for itself, before anything else goes to the machine. No other system is known to do that. */
export function useUnheldKeys(rfb: Rfb | null): void {
  useEffect(() => {
    if (!rfb || !isMac()) return undefined;
    const ends = new AbortController();
    const hear = (event: PointerEvent | WheelEvent | KeyboardEvent) => {
      // What the page makes itself tells nothing of the keyboard.
      if (event.isTrusted) rfb.letGoOfUnheld(event);
    };
    for (const type of types) window.addEventListener(type, hear, { capture: true, passive: true, signal: ends.signal });
    return () => ends.abort();
  }, [rfb]);
}
