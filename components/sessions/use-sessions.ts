'use client';

import { useCallback, useState } from 'react';
import type { LiveSession } from '@/server/contract/session';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { type Line, RateMeter } from './rates';

const REFRESH_MS = 2000;

/** A console as the list shows it. */
export interface LiveRow extends LiveSession {
  /** Bytes a second; null until it was seen twice. */
  rate: Line | null;
}

/** The consoles that are open now, read again and again while the page is looked at. */
export function useSessions() {
  const [meter] = useState(() => new RateMeter());
  const { data, error, reload } = useResource(
    useCallback(
      async (signal: AbortSignal): Promise<LiveRow[]> => {
        const { items } = await call('listSessions', { signal });
        const rates = meter.look(items, performance.now());
        return items.map((session) => ({ ...session, rate: rates.get(session.id) ?? null }));
      },
      [meter],
    ),
    REFRESH_MS,
  );
  return { sessions: data, error, reload };
}
