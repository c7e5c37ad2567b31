/** One try to open a console: its id, its address, and what the portal knows of it. */

import { errorBodySchema } from '@/server/contract/errors';
import { operationPath, operations } from '@/server/contract/operations';
import { attemptSchema, type Attempt } from '@/server/contract/session';
import { basePath } from '@/components/api/base-path';
import type { Failure } from './failure-row';
import { failure } from './failures';
import { firstInstant, withLocalTimes } from './told-times';

/** QEMU closes a WebSocket that does not offer it. */
export const SUBPROTOCOLS = ['binary'];
/** The answer lies in the portal's memory; later than this it is as good as unreachable. */
const ANSWER_MS = 8_000;
/** The browser may learn of a refusal before the portal has written it down. */
const ASK_AGAIN_MS = 600;
const MOST_ASKED = 4;

/** 128 random bits in 22 base64url characters: nobody can guess another person's attempt. */
export function newAttemptId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** @param watching the portal is to let no input through, whatever this page does */
export function consoleUrl(
  { hostId, attempt, watching }: { hostId: string; attempt: string; watching: boolean },
  from: { protocol: string; host: string; basePath: string },
): string {
  const scheme = from.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${from.host}${from.basePath}/vnc/${encodeURIComponent(hostId)}?attempt=${attempt}${watching ? '&view=1' : ''}`;
}

export type Known = { attempt: Attempt } | { failure: Failure };

/**
 * What the portal knows of an attempt. Unlike `call` of components/api this never leaves the page: a person who was signed out keeps
 * the card that says so.
 */
export async function readAttempt(id: string, signal: AbortSignal): Promise<Known> {
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetch(`${basePath()}${operationPath(operations.getAttempt, { id })}`, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    body = await answer.json();
  } catch {
    return { failure: failure(navigator.onLine ? 'portal_unreachable' : 'offline') };
  }
  if (answer.ok) {
    const parsed = attemptSchema.safeParse(body);
    return parsed.success ? { attempt: parsed.data } : { failure: failure('unknown') };
  }
  const error = errorBodySchema.safeParse(body);
  // A proxy's own error page, not the portal's answer.
  if (!error.success) return { failure: failure('portal_unreachable') };
  const { code, message } = error.data.error;
  if (code === 'attempt_not_found') return { failure: failure('upgrade_blocked') };
  if (code === 'not_signed_in') return { failure: failure('not_signed_in') };
  return { failure: failure(answer.status === 503 ? 'unavailable' : code, { message }) };
}

/** Whether the portal has the attempt and is on its way to the host. */
export async function hasReachedPortal(id: string, signal: AbortSignal): Promise<boolean> {
  const known = await readAttempt(id, signal);
  return 'attempt' in known && known.attempt.state === 'connecting';
}

/**
 * Why an attempt failed or a console ended, in the portal's words.
 * @param assumed what to say if the portal does not know more
 */
export async function diagnose(id: string, assumed: Failure, signal: AbortSignal): Promise<Failure> {
  for (let asked = 1; ; asked++) {
    const known = await readAttempt(id, signal);
    if ('failure' in known) return assumed.code !== 'unknown' && known.failure.code === 'upgrade_blocked' ? assumed : known.failure;
    const { state, code, message, next } = known.attempt;
    if (code !== '') return failure(code, { message: withLocalTimes(message, Date.now()), next, until: firstInstant(message) });
    if (asked === MOST_ASKED || signal.aborted) return assumed.code === 'unknown' && state === 'open' ? failure('answer_lost') : assumed;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
