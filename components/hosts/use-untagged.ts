'use client';

import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

/** How many hosts have no tag. */
export function useUntagged(wanted: boolean) {
  const { data, reload } = useResource(
    useCallback(
      async (signal: AbortSignal) => (wanted ? (await call('listHosts', { query: { untagged: 'true', limit: 1 }, signal })).total : 0),
      [wanted],
    ),
  );
  return { untagged: data ?? 0, reload };
}
