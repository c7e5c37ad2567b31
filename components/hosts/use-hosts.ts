'use client';

import { useCallback, useEffect } from 'react';
import type { HostRow } from '@/server/contract/host';
import { call } from '../api/client';
import { whenSeen } from '../api/poll';
import { type Pages, usePages } from '../api/use-pages';
import { notifyProblem } from '../shell/notify';
import { type HostItem, mergeRows, refreshed, toItem } from './host-item-data';
import type { ListQuery } from './host-query';

const PAGE = 100;
/** The most that the API gives at once. */
const MAX_PAGE = 500;
const REFRESH_MS = 10_000;

export interface Hosts extends Pages<HostItem> {
  setFavourite: (id: string, favourite: boolean) => void;
  replace: (row: HostRow) => void;
}

/** The list of hosts, kept current while it is looked at. */
export function useHosts({ q, tag, sort }: ListQuery): Hosts {
  const pages = usePages<HostItem>(
    useCallback(
      async (cursor, signal) => {
        const page = await call('listHosts', { query: { q, tag, sort, cursor, limit: PAGE }, signal });
        return { ...page, items: page.items.map(toItem) };
      },
      [q, tag, sort],
    ),
  );
  const { change, settled } = pages;
  const count = pages.items.length;

  useEffect(() => {
    if (!settled) return;
    const controller = new AbortController();
    let cancel: () => void = () => undefined;
    const refresh = async () => {
      try {
        const limit = Math.min(MAX_PAGE, Math.max(PAGE, count));
        const page = await call('listHosts', { query: { q, tag, sort, limit }, signal: controller.signal });
        change((last) => refreshed(last, page));
      } catch {
        // What is shown stays; a portal that is away shows with the next deed or search.
      }
      if (!controller.signal.aborted) cancel = whenSeen(REFRESH_MS, () => void refresh());
    };
    cancel = whenSeen(REFRESH_MS, () => void refresh());
    return () => {
      controller.abort();
      cancel();
    };
  }, [settled, count, q, tag, sort, change]);

  const setFavourite = useCallback(
    (id: string, favourite: boolean) => {
      const mark = (on: boolean) =>
        change(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, favourite: on } : item)) }));
      mark(favourite);
      call(favourite ? 'addFavourite' : 'removeFavourite', { params: { id } }).catch((error: unknown) => {
        mark(!favourite);
        notifyProblem(favourite ? 'Not among the favourites yet' : 'Still among the favourites', error);
      });
    },
    [change],
  );
  const replace = useCallback((row: HostRow) => change(({ items }) => ({ items: mergeRows(items, [row]) })), [change]);

  return { ...pages, setFavourite, replace };
}
