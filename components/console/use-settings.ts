'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/components/api/client';
import type { ConsoleSettings, HostSettingsPatch, SavedCombination, SettingsPatch } from '@/server/contract/settings';

/** A slider that is dragged asks for many changes: they go to the server together. */
const GATHER_MS = 500;

const ofHost = [
  'scaling',
  'quality',
  'colours',
  'swapRedBlue',
  'keyboardLayout',
  'keySending',
] as const satisfies readonly (keyof ConsoleSettings)[];
const isOfHost = (key: string): boolean => (ofHost as readonly string[]).includes(key);

/**
 * The person's settings, as the page was opened with, and what becomes of them. They count at once; the server is told a moment later,
 * and if that fails they still hold until the page is left.
 */
export function useSettings(hostId: string, initial: ConsoleSettings, initialCombinations: readonly SavedCombination[]) {
  const [settings, setSettings] = useState(initial);
  const [combinations, setCombinations] = useState(initialCombinations);
  const pending = useRef<{ host: HostSettingsPatch; own: SettingsPatch }>({ host: {}, own: {} });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const { host, own } = pending.current;
    pending.current = { host: {}, own: {} };
    void tell(hostId, host, own).catch(() => undefined);
  }, [hostId]);
  const flushLater = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, GATHER_MS);
  }, [flush]);
  useEffect(() => flush, [flush]);

  const change = useCallback(
    (part: Partial<ConsoleSettings>) => {
      setSettings((before) => ({ ...before, ...part }));
      const entries = Object.entries(part);
      Object.assign(pending.current.host, Object.fromEntries(entries.filter(([key]) => isOfHost(key))));
      const own = Object.fromEntries(entries.filter(([key]) => !isOfHost(key)));
      if (Object.keys(own).length > 0) pending.current.own.console = { ...pending.current.own.console, ...own };
      flushLater();
    },
    [flushLater],
  );
  const changeCombinations = useCallback(
    (after: SavedCombination[]) => {
      setCombinations(after);
      pending.current.own.combinations = after;
      flushLater();
    },
    [flushLater],
  );
  return { settings, change, combinations, changeCombinations };
}

async function tell(hostId: string, host: HostSettingsPatch, own: SettingsPatch): Promise<void> {
  if (Object.keys(host).length > 0) await call('updateHostSettings', { params: { id: hostId }, body: host });
  if (Object.keys(own).length > 0) await call('updateSettings', { body: own });
}
