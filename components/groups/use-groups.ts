'use client';

import { useCallback } from 'react';
import type { Group } from '@/server/contract/access';
import { call } from '../api/client';
import { usePages } from '../api/use-pages';

const PAGE = 100;

/** The groups whose name has `q` in it. */
export function useGroups(q: string) {
  return usePages<Group>(useCallback((cursor, signal) => call('listGroups', { query: { q, cursor, limit: PAGE }, signal }), [q]));
}
