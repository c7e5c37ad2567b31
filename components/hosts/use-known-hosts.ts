'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { HostItem } from './host-item-data';

/** Every host that was shown, as it was last seen: a key that is pressed on a row finds its host here, whichever list the row stands in. */
export function useKnownHosts(items: HostItem[]) {
  const known = useRef(new Map<string, HostItem>());
  const add = useCallback((some: HostItem[]) => {
    for (const item of some) known.current.set(item.id, item);
  }, []);
  useEffect(() => add(items), [items, add]);
  const get = useCallback((id: string) => known.current.get(id), []);
  return useMemo(() => ({ add, get }), [add, get]);
}
