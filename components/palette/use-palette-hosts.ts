'use client';

import { useEffect, useState } from 'react';
import type { HostRow } from '@/server/contract/host';
import { type ApiError, isAbort, toApiError } from '../api/api-error';
import { call } from '../api/client';

/** Nobody reads more of them here: another word of the search finds the rest. */
const MOST = 8;
/** Between two letters of somebody who types. */
const PAUSE_MS = 120;

interface Found {
  query: string;
  hosts: readonly HostRow[];
  problem: ApiError | null;
}

/** The hosts that match, those opened last first. What was found stays while the next search runs. */
export function usePaletteHosts(query: string): Found & { searching: boolean } {
  const [found, setFound] = useState<Found>({ query: '', hosts: [], problem: null });
  const [first, setFirst] = useState(true);

  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        call('listHosts', { query: { q: query, sort: 'recent', limit: MOST }, signal: controller.signal }).then(
          ({ items }) => setFound({ query, hosts: items, problem: null }),
          (error: unknown) => {
            if (!isAbort(error)) setFound({ query, hosts: [], problem: toApiError(error) });
          },
        );
        setFirst(false);
      },
      first ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, first]);

  return { ...found, searching: found.query !== query };
}
