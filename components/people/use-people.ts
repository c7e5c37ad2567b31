'use client';

import { useCallback } from 'react';
import type { User } from '@/server/contract/people';
import { call } from '../api/client';
import { usePages } from '../api/use-pages';

const PAGE = 100;

/** The users whose name has `q` in it. */
export function usePeople(q: string) {
  const pages = usePages<User>(useCallback((cursor, signal) => call('listUsers', { query: { q, cursor, limit: PAGE }, signal }), [q]));
  const { change } = pages;
  const replace = useCallback(
    (user: User) => change(({ items }) => ({ items: items.map((item) => (item.id === user.id ? user : item)) })),
    [change],
  );
  return { ...pages, replace };
}
