'use client';

import { useCallback } from 'react';
import type { Grant } from '@/server/contract/access';
import { call } from '../api/client';
import { usePages } from '../api/use-pages';
import type { GrantFilter } from './grant-query';

const PAGE = 100;

/** The grants that are for everything that is named. */
export function useGrants({ user, group, host, tag }: GrantFilter) {
  const pages = usePages<Grant>(
    useCallback(
      (cursor, signal) => {
        const chosen = Object.fromEntries(Object.entries({ user, group, host, tag }).filter(([, value]) => value !== ''));
        return call('listGrants', { query: { ...chosen, cursor, limit: PAGE }, signal });
      },
      [user, group, host, tag],
    ),
  );
  const { change } = pages;
  const replace = useCallback(
    (grant: Grant) => change(({ items }) => ({ items: items.map((item) => (item.id === grant.id ? grant : item)) })),
    [change],
  );
  return { ...pages, replace };
}
