'use client';

import { useEffect, useEffectEvent } from 'react';
import { useConsoleModel } from '../console-model';
import { oneKeyOnly, useSwitch } from './switches';

const modifiers = /^(Control|Alt|Shift|Meta)(Left|Right)$/;

/** Lets go of what the panel of keys holds down once a key was pressed with it, where the person wants that. */
export function useOneKeyOnly(): void {
  const { rfb, held, releaseHeld } = useConsoleModel();
  const [wanted] = useSwitch(oneKeyOnly);
  const letGo = useEffectEvent(releaseHeld);
  const some = held.length > 0;
  useEffect(() => {
    if (!rfb || !wanted || !some) return undefined;
    rfb.hearLiveKeys((code, down) => {
      if (!down && !modifiers.test(code)) letGo();
    });
    return () => {
      rfb.hearLiveKeys(null);
    };
  }, [rfb, wanted, some]);
}
