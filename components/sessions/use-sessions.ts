'use client';

import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

const REFRESH_MS = 2000;

/** The consoles that are open now, read again and again while the page is looked at. */
export function useSessions() {
  const { data, error, reload } = useResource(
    useCallback((signal: AbortSignal) => call('listSessions', { signal }), []),
    REFRESH_MS,
  );
  return { sessions: data?.items ?? null, error, reload };
}
