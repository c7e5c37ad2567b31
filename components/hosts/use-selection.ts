'use client';

import { useCallback, useRef, useState } from 'react';

/** Which hosts something is about to be done to. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** How many match, where all of them are meant and not only those that were loaded; else null. */
  all: number | null;
}
export interface Selecting extends Selection {
  count: number;
  has: (id: string) => boolean;
  /** @param row the row's element, from which and to which a range goes with `range` */
  pick: (row: Element, on: boolean, range: boolean) => void;
  pickMany: (ids: readonly string[], on: boolean) => void;
  pickAll: (count: number) => void;
  clear: () => void;
}

const none: Selection = { ids: new Set(), all: null };
const ROW = '[data-host]';

const idOf = (row: Element): string => (row as HTMLElement).dataset['host'] ?? '';

/** @param scope what the list is asked for: an answer to another question starts without a selection */
export function useSelection(scope: string): Selecting {
  const [state, setState] = useState({ scope, selection: none });
  const anchor = useRef<Element | null>(null);
  if (state.scope !== scope) setState({ scope, selection: none });
  const { ids, all } = state.scope === scope ? state.selection : none;

  const edit = useCallback((next: (last: Selection) => Selection) => {
    setState((last) => ({ ...last, selection: next(last.selection) }));
  }, []);
  const pickMany = useCallback(
    (some: readonly string[], on: boolean) =>
      edit((last) => {
        const kept = new Set(last.ids);
        for (const id of some) {
          if (on) kept.add(id);
          else kept.delete(id);
        }
        return { ids: kept, all: on ? last.all : null };
      }),
    [edit],
  );
  const pick = useCallback(
    (row: Element, on: boolean, range: boolean) => {
      const rows = [...(row.closest('[data-hosts]')?.querySelectorAll(ROW) ?? [])];
      const ends = [rows.indexOf(row), anchor.current ? rows.indexOf(anchor.current) : -1].sort((a, b) => a - b);
      anchor.current = row;
      pickMany(range && ends[0]! >= 0 ? rows.slice(ends[0], ends[1]! + 1).map(idOf) : [idOf(row)], on);
    },
    [pickMany],
  );
  const pickAll = useCallback((count: number) => edit((last) => ({ ...last, all: count })), [edit]);
  const clear = useCallback(() => edit(() => none), [edit]);
  const has = useCallback((id: string) => all !== null || ids.has(id), [ids, all]);

  return { ids, all, count: all ?? ids.size, has, pick, pickMany, pickAll, clear };
}
