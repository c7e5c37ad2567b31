'use client';

import { useEffect, useState } from 'react';
import type { KeyboardLayout } from '@/server/contract/keyboard';
import { useConsoleModel } from '../console-model';
import { type LayoutKeys, loadLayout } from './layout';

/** What the machine is set to, as the person says or as the host is registered; null: nobody knows. */
export function useMachineLayout(): KeyboardLayout | null {
  const { settings, host } = useConsoleModel();
  return settings.keyboardLayout ?? host.keyboard;
}

/** The table of a layout; `undefined` while it loads, null without a layout or where it cannot be had. */
export function useLayoutKeys(name: KeyboardLayout | null): LayoutKeys | null | undefined {
  const [loaded, setLoaded] = useState<{ name: KeyboardLayout; keys: LayoutKeys | null } | null>(null);
  useEffect(() => {
    if (name === null) return undefined;
    let current = true;
    const done = (keys: LayoutKeys | null) => {
      if (current) setLoaded({ name, keys });
    };
    loadLayout(name).then(done, () => done(null));
    return () => {
      current = false;
    };
  }, [name]);
  if (name === null) return null;
  return loaded?.name === name ? loaded.keys : undefined;
}
