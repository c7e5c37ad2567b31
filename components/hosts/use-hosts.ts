'use client';

import { useCallback, useEffect } from 'react';
import type { HostRow } from '@/server/contract/host';
import { call } from '../api/client';
import { whenSeen } from '../api/poll';
import { type Pages, usePages } from '../api/use-pages';
import { useTranslations } from 'next-intl';
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

interface Options {
  /** Only hosts without tags. */
  untagged?: boolean;
  /** Hosts that are asked for at a time. */
  page?: number;
  /** Whether anybody sees it: then it is kept current. */
  seen?: boolean;
  /** Another number loads it anew. */
  version?: number;
}

/** The list of hosts, kept current while it is looked at. */
export function useHosts(
  { q, tag, sort }: ListQuery,
  { untagged = false, page: size = PAGE, seen = true, version = 0 }: Options = {},
): Hosts {
  const t = useTranslations('hosts');
  const only = untagged ? 'true' : undefined;
  const pages = usePages<HostItem>(
    useCallback(
      async (cursor, signal) => {
        const page = await call('listHosts', { query: { q, tag, untagged: only, sort, cursor, limit: size }, signal });
        return { ...page, items: page.items.map(toItem) };
      },
      // The version is for loading again alone.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      [q, tag, only, sort, size, version],
    ),
  );
  const { change, settled } = pages;
  const count = pages.items.length;

  useEffect(() => {
    if (!settled || !seen) return;
    const controller = new AbortController();
    let cancel: () => void = () => undefined;
    const refresh = async () => {
      try {
        const limit = Math.min(MAX_PAGE, Math.max(size, count));
        const page = await call('listHosts', { query: { q, tag, untagged: only, sort, limit }, signal: controller.signal });
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
  }, [settled, seen, count, size, q, tag, only, sort, change]);

  const setFavourite = useCallback(
    (id: string, favourite: boolean) => {
      const mark = (on: boolean) =>
        change(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, favourite: on } : item)) }));
      mark(favourite);
      call(favourite ? 'addFavourite' : 'removeFavourite', { params: { id } }).catch((error: unknown) => {
        mark(!favourite);
        notifyProblem(favourite ? t('deed.favouriteNotAdded') : t('deed.favouriteNotRemoved'), error);
      });
    },
    [change, t],
  );
  const replace = useCallback((row: HostRow) => change(({ items }) => ({ items: mergeRows(items, [row]) })), [change]);

  return { ...pages, setFavourite, replace };
}
