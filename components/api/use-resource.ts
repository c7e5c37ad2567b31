'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ApiError, toApiError } from './api-error';
import { whenSeen } from './poll';

export interface Resource<T> {
  /** The last good answer: it stays while a later call fails. */
  data: T | null;
  error: ApiError | null;
  reload: () => void;
}

/**
 * Loads something when the component appears and whenever `load` changes, so `load` must be stable.
 * @param everyMs loads again that long after each answer, while the page is looked at
 */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>, everyMs?: number): Resource<T> {
  const [state, setState] = useState<{ data: T | null; error: ApiError | null }>({ data: null, error: null });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((last) => last + 1), []);

  useEffect(() => {
    const controller = new AbortController();
    let cancelNext: () => void = () => undefined;
    const settle = (next: (last: { data: T | null }) => { data: T | null; error: ApiError | null }) => {
      if (controller.signal.aborted) return;
      setState(next);
      if (everyMs !== undefined) cancelNext = whenSeen(everyMs, reload);
    };
    load(controller.signal).then(
      (data) => settle(() => ({ data, error: null })),
      (error: unknown) => settle(({ data }) => ({ data, error: toApiError(error) })),
    );
    return () => {
      controller.abort();
      cancelNext();
    };
  }, [load, turn, everyMs, reload]);

  return { ...state, reload };
}
