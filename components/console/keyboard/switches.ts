'use client';

import { useSyncExternalStore } from 'react';

/** Switches of this folder that an action and a component far from it share. They last as long as the page. */
interface Switch {
  get: () => boolean;
  set: (on: boolean) => void;
  subscribe: (listener: () => void) => () => void;
}

function makeSwitch(initial: boolean): Switch {
  let on = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => on,
    set: (next) => {
      on = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A text field over the picture takes what an input method composes. */
export const inputMethod = makeSwitch(false);
/** Keys that are held down are let go of after the next key. */
export const oneKeyOnly = makeSwitch(false);

export function useSwitch({ get, set, subscribe }: Switch): [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, get, () => false), set];
}
