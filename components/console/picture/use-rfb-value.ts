'use client';

import type { NoVncEvents } from '@novnc/novnc';
import { useCallback, useSyncExternalStore } from 'react';
import type { Rfb } from '../connection/no-vnc';
import type { Resizing } from './with-remote-resize';
import type { Line } from './quality-presets';
import { noView, type View } from './with-view';

/** @param event after which `read` may give something else. @param none without a connection */
function useRfbValue<T>(rfb: Rfb | null, event: keyof NoVncEvents, read: (rfb: Rfb) => T, none: T): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      rfb?.addEventListener(event, listener);
      return () => rfb?.removeEventListener(event, listener);
    },
    [rfb, event],
  );
  return useSyncExternalStore(
    subscribe,
    () => (rfb ? read(rfb) : none),
    () => none,
  );
}

export const useView = (rfb: Rfb | null): View => useRfbValue(rfb, 'viewchange', ({ view }) => view, noView);
export const useResizing = (rfb: Rfb | null): Resizing => useRfbValue(rfb, 'resizingchange', ({ resizing }) => resizing, 'unknown');
export const useLine = (rfb: Rfb | null): Line => useRfbValue(rfb, 'linechange', ({ line }) => line, 'wan');
