'use client';

import { useCallback, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

/** The whole document goes full screen, so that menus and dialogs, which are drawn at its end, come along. */
export function useFullScreen() {
  const active = useSyncExternalStore(
    subscribe,
    () => document.fullscreenElement !== null,
    () => false,
  );
  // Phones of one maker have no full screen for pages.
  const possible = useSyncExternalStore(
    () => () => undefined,
    () => document.fullscreenEnabled,
    () => false,
  );
  const toggle = useCallback(() => {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    // Refused without a fresh click or by the embedding page: the button simply has no effect.
    done.catch(() => undefined);
  }, []);
  return { active, possible, toggle };
}
