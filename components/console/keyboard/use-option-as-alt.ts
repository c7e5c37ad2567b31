'use client';

import { useEffect } from 'react';
import { isMac } from '../clipboard/paste-key';
import type { Rfb } from '../connection/no-vnc';
import { useConsoleModel } from '../console-model';

/** On a Mac, the left Option key is Alt at the machine, where the person wants that. */
export function useOptionAsAlt(rfb: Rfb | null): void {
  const { settings } = useConsoleModel();
  const wanted = settings.optionAsAlt;
  useEffect(() => {
    if (!rfb || !wanted || !isMac()) return undefined;
    const ends = new AbortController();
    void Promise.all([import('./mac-option'), import('./layouts/us')]).then(([{ MacOption }, { default: us }]) => {
      if (ends.signal.aborted) return;
      const option = new MacOption(us);
      window.addEventListener('keydown', (event) => option.see(event), { capture: true, passive: true, signal: ends.signal });
      rfb.sendOptionAsAlt(option);
    }, ignore);
    return () => {
      ends.abort();
      rfb.sendOptionAsAlt(null);
    };
  }, [rfb, wanted]);
}

/** A file that cannot be had: Option stays as macOS has it. */
function ignore(): void {}
