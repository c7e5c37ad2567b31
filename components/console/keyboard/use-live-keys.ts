'use client';

import { useEffect } from 'react';
import type { Rfb } from '../connection/no-vnc';
import { useConsoleModel } from '../console-model';
import { useLayoutKeys, useMachineLayout } from './use-machine-layout';
import type { LiveKeys } from './with-keyboard';

/** Tells noVNC how to send the person's keys, by their settings for this host. */
export function useLiveKeys(rfb: Rfb | null): void {
  const { usable, settings } = useConsoleModel();
  const { keySending } = settings;
  const layout = useLayoutKeys(useMachineLayout());

  useEffect(() => {
    if (!rfb || !usable) return undefined;
    const back = () => rfb.sendLiveKeys({ by: 'browser' });
    if (keySending === 'characters') {
      rfb.sendLiveKeys({ by: 'characters' });
      return back;
    }
    if (!layout || rfb.keyServer === 'places') return undefined;
    // Also where the server takes places: TigerVNC announces them, and goes by the keysym.
    const by = keySending === 'places' ? 'layout' : 'dead-keys';
    let keys: LiveKeys | null = null;
    let current = true;
    // Only such servers need it: the keysyms are loaded with it.
    void import('./live-layout').then(({ LiveLayout }) => {
      if (!current) return;
      keys = new LiveLayout(layout);
      rfb.sendLiveKeys({ by, keys });
    }, ignore);
    const reset = () => keys?.reset();
    window.addEventListener('blur', reset);
    return () => {
      current = false;
      window.removeEventListener('blur', reset);
      back();
    };
  }, [rfb, usable, keySending, layout]);
}

/** A file that cannot be had: keys go as the browser has them. */
function ignore(): void {}
