'use client';

import { useCallback, useState } from 'react';
import { type ApiError, toApiError } from './api-error';

export interface Action<A extends unknown[]> {
  /** Gives whether it succeeded; never rejects. */
  run: (...input: A) => Promise<boolean>;
  busy: boolean;
  error: ApiError | null;
  forgetError: () => void;
}

/** Something that a person sets off: whether it is under way, and why it failed. */
export function useAction<A extends unknown[]>(act: (...input: A) => Promise<void>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const run = useCallback(
    async (...input: A) => {
      setBusy(true);
      setError(null);
      try {
        await act(...input);
        return true;
      } catch (failure) {
        setError(toApiError(failure));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [act],
  );
  const forgetError = useCallback(() => setError(null), []);

  return { run, busy, error, forgetError };
}
