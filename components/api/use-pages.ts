'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiError, toApiError } from './api-error';

export interface PageAnswer<T> {
  items: T[];
  nextCursor: string | null;
  /** Items over all pages, where the operation counts them. */
  total?: number;
}
export type LoadPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<PageAnswer<T>>;

export interface Loaded<T> {
  items: T[];
  nextCursor: string | null;
  /** null where the operation does not count. */
  total: number | null;
}

interface State<T> extends Loaded<T> {
  /** Whose answer this is: the items of an older question stay in sight until the newer one's arrive. */
  from: LoadPage<T> | null;
  error: ApiError | null;
}

export interface Pages<T> {
  items: T[];
  total: number | null;
  error: ApiError | null;
  /** False until the first good answer to the current question is there: what is shown answers an older one. */
  settled: boolean;
  /** False until there was any answer, if only that it failed. */
  started: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  more: () => void;
  reload: () => void;
  change: (edit: (last: Loaded<T>) => Partial<Loaded<T>>) => void;
}

/** A list that is read page by page, from the start again whenever `load` changes (so it must be stable). */
export function usePages<T>(load: LoadPage<T>): Pages<T> {
  const [state, setState] = useState<State<T>>({ from: null, items: [], nextCursor: null, total: null, error: null });
  const [turn, setTurn] = useState(0);
  const [loadingMore, setLoadingMore] = useState(false);
  const moreCall = useRef<AbortController | null>(null);
  const beginning = useRef(false);

  useEffect(() => {
    const controller = new AbortController();
    beginning.current = true;
    load(undefined, controller.signal).then(
      ({ items, nextCursor, total }) => {
        if (controller.signal.aborted) return;
        beginning.current = false;
        setState({ from: load, items, nextCursor, total: total ?? null, error: null });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        beginning.current = false;
        setState((last) => ({ ...last, error: toApiError(error) }));
      },
    );
    return () => {
      controller.abort();
      moreCall.current?.abort();
      moreCall.current = null;
      setLoadingMore(false);
    };
  }, [load, turn]);

  const { nextCursor } = state;
  const more = useCallback(() => {
    // While the list begins anew, a page that goes on from the old one would be put behind the new one's first.
    if (nextCursor === null || moreCall.current || beginning.current) return;
    const controller = new AbortController();
    moreCall.current = controller;
    setLoadingMore(true);
    const settle = (next: (last: State<T>) => State<T>) => {
      if (controller.signal.aborted) return;
      moreCall.current = null;
      setLoadingMore(false);
      setState(next);
    };
    load(nextCursor, controller.signal).then(
      (page) =>
        settle((last) => ({
          ...last,
          items: [...last.items, ...page.items],
          nextCursor: page.nextCursor,
          total: page.total ?? last.total,
          error: null,
        })),
      (error: unknown) => settle((last) => ({ ...last, error: toApiError(error) })),
    );
  }, [load, nextCursor]);

  const reload = useCallback(() => setTurn((last) => last + 1), []);
  const change = useCallback((edit: (last: Loaded<T>) => Partial<Loaded<T>>) => setState((last) => ({ ...last, ...edit(last) })), []);

  return {
    items: state.items,
    total: state.total,
    error: state.error,
    settled: state.from === load,
    started: state.from !== null || state.error !== null,
    hasMore: nextCursor !== null,
    loadingMore,
    more,
    reload,
    change,
  };
}
