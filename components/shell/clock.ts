'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** One clock for the whole page, running only while something shows an age. */
const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A text made from the time, such as an age. The component renders again only when the text becomes another. */
export function useTextByClock(text: (now: number) => string): string {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => text(now), [text]),
    () => '',
  );
}
