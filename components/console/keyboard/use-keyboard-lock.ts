'use client';

import { useEffect, useSyncExternalStore } from 'react';

/** Not in every browser (https://wicg.github.io/keyboard-lock/), and only where the page came over https or from this computer. */
interface KeyboardLock {
  lock(codes?: string[]): Promise<void>;
  unlock(): void;
}

export function keyboardLock(): KeyboardLock | null {
  const { keyboard } = navigator as Navigator & { keyboard?: Partial<KeyboardLock> };
  return keyboard?.lock && keyboard.unlock ? (keyboard as KeyboardLock) : null;
}

/** In full screen the browser gives up its own keys: Ctrl+W, Alt+Tab, Esc and F11 reach the machine. */
export function useKeyboardLock(wanted: boolean): void {
  useEffect(() => {
    const lock = wanted ? keyboardLock() : null;
    if (!lock) return undefined;
    // Refused by the embedding page or by policy: the browser keeps its keys, as the panel of keys says.
    lock.lock().catch(() => undefined);
    return () => lock.unlock();
  }, [wanted]);
}

/** null until the page is alive. */
export function useCanLock(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    () => () => undefined,
    () => keyboardLock() !== null,
    () => null,
  );
}
