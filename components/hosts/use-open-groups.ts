'use client';

import { useCallback, useState } from 'react';
import { z } from 'zod';

/** Up to this many groups stand open until somebody closes one; more would be a page without end. */
const OPEN_GROUPS = 8;
/** In this browser: which groups one has closed is about today's work, and no setting. */
const PLACE = 'vnc-portal.host-groups';
const MAX_KEPT = 500;
const storedSchema = z.record(z.string(), z.boolean());

/** Which groups are open. Only what somebody opened or closed is remembered. */
export function useOpenGroups(count: number) {
  const [chosen, setChosen] = useState(read);
  const isOpen = (name: string): boolean => (Object.hasOwn(chosen, name) ? chosen[name]! : count <= OPEN_GROUPS);
  const setOpen = useCallback((name: string, open: boolean) => {
    setChosen((last) => {
      const { [name]: _, ...others } = last;
      const next = Object.fromEntries([...Object.entries(others), [name, open] as const].slice(-MAX_KEPT));
      write(next);
      return next;
    });
  }, []);
  return { isOpen, setOpen };
}

function read(): Record<string, boolean> {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(localStorage.getItem(PLACE) ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function write(chosen: Record<string, boolean>): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(chosen));
  } catch {
    // A browser that keeps nothing still opens and closes groups.
  }
}
