/** The portal's own sign-in to a host, as the page follows it: noVNC waits meanwhile and hears nothing. */

import { call } from '@/components/api/client';
import { ApiError } from '@/components/api/api-error';
import { readAttempt } from './attempt';
import type { AttemptEvent } from './console-state';
import type { Failure } from './failure-row';
import { failure } from './failures';
import type { Credentials } from './link';

const LOOK_EVERY_MS = 700;

/** Tells what the portal does, until there is nothing more to tell or the signal aborts. A question that fails is asked again. */
export async function watchSignIn(attempt: string, signal: AbortSignal, emit: (event: AttemptEvent) => void): Promise<void> {
  for (let first = true; ; first = false) {
    if (!first) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (signal.aborted) return;
    const known = await readAttempt(attempt, signal);
    if (!('attempt' in known)) continue;
    const { state, needs, optional } = known.attempt;
    if (state === 'asking') {
      emit({ type: 'portal-asks', types: needs, ...(optional.length > 0 ? { optional } : {}) });
      return;
    }
    if (state === 'approving') {
      emit({ type: 'portal-awaits-approval' });
      continue;
    }
    // Signed in, or a tunnel; or over, which the socket tells.
    if (state !== 'connecting') return;
    emit({ type: 'portal-signs-in' });
  }
}

/**
 * Gives the portal the credentials that the host waits for, for this console alone.
 * @returns why they did not arrive; null when they did
 */
export async function answerPortal(attempt: string, { username, password }: Credentials, signal: AbortSignal): Promise<Failure | null> {
  const body = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  try {
    await call('answerAttempt', { params: { id: attempt }, body, signal });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) return failure('unknown');
    const { code, message } = error;
    if (code === 'unreachable') return failure(navigator.onLine ? 'portal_unreachable' : 'offline');
    return failure(code, code === 'not_signed_in' ? {} : { message });
  }
}
