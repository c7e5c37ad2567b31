'use client';

import { useCallback, useEffect, useState } from 'react';
import { holdable, type HoldableName } from './keys';
import type { Rfb } from '../connection/no-vnc';

const none: readonly HoldableName[] = [];

/** Modifiers held down by the keys menu until they are let go, also by leaving the window: nothing stays pressed on the machine. */
export function useHeldKeys(rfb: Rfb | null) {
  const [state, setState] = useState<{ rfb: Rfb | null; names: readonly HoldableName[] }>({ rfb, names: none });
  // They were held on the connection that is gone.
  const held = state.rfb === rfb ? state.names : none;

  const toggle = useCallback(
    (name: HoldableName) => {
      if (!rfb) return;
      const down = !held.includes(name);
      const { keysym, code } = holdable.find((one) => one.name === name)!.key;
      rfb.sendKey(keysym, code, down);
      setState({ rfb, names: down ? [...held, name] : held.filter((one) => one !== name) });
    },
    [rfb, held],
  );

  const release = useCallback(() => {
    if (!rfb || held.length === 0) return;
    for (const { name, key } of holdable) if (held.includes(name)) rfb.sendKey(key.keysym, key.code, false);
    setState({ rfb, names: none });
  }, [rfb, held]);

  useEffect(() => {
    // Only a real loss of the window; releaseKeys() announces one too, and then the held ones are meant to stay.
    const onBlur = (event: FocusEvent | Event) => {
      if (event.isTrusted) release();
    };
    const onHide = () => {
      if (document.visibilityState === 'hidden') release();
    };
    window.addEventListener('blur', onBlur);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      window.removeEventListener('blur', onBlur);
      document.removeEventListener('visibilitychange', onHide);
    };
  }, [release]);

  return { held, toggle, release };
}
