/** Keeps with a host what has just opened it. */

import { call } from '@/components/api/client';
import { ApiError } from '@/components/api/api-error';
import type { Credentials } from './link';

/** noVNC is signed in a moment before the portal has written that down. */
const AGAIN_MS = 500;
const MOST_TRIES = 5;

/** `problem`: why not, in the person's language. */
export type Kept = { done: true } | { done: false; problem: string };

/** What the console lives by is not touched, whatever becomes of it. */
export async function keepCredentials(attempt: string, { username, password }: Credentials): Promise<Kept> {
  const body = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  for (let tries = 1; ; tries++) {
    try {
      await call('keepCredentials', { params: { id: attempt }, body });
      return { done: true };
    } catch (error) {
      const early = error instanceof ApiError && error.code === 'attempt_not_found' && tries < MOST_TRIES;
      if (!early) return { done: false, problem: error instanceof Error ? error.message : '' };
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
