/** What the portal knows of one try to open a console. */

import '@/components/api/zod-config';
import { errorBodySchema } from '@/server/contract/error-body';
import { operationPath, operations } from '@/server/contract/operations';
import { attemptSchema, type Attempt } from '@/server/contract/session';
import { basePath } from '@/components/api/base-path';
import type { Failure } from './failure-row';
import { failure } from './failures';

/** The answer lies in the portal's memory, or in its database; later than this it is as good as unreachable. */
const ANSWER_MS = 8_000;
/** The browser may learn of a refusal before the portal has written it down. */
const ASK_AGAIN_MS = 600;
const MOST_ASKED = 4;

export type Known = { attempt: Attempt } | { failure: Failure };

/**
 * What the portal knows of an attempt. Unlike `call` of components/api this never leaves the page: a person who was signed out keeps
 * the card that says so.
 * @param heardNow whether what the portal has heard of this page is to be of this moment: another of its processes may have to be asked
 */
export async function readAttempt(id: string, signal: AbortSignal, { heardNow = false } = {}): Promise<Known> {
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetch(`${basePath()}${operationPath(operations.getAttempt, { id })}${heardNow ? '?heard=now' : ''}`, {
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

/** How far an attempt has come: the portal is on its way to the host; the portal answers but has not seen it; nothing answers. */
export async function reachOf(id: string, signal: AbortSignal): Promise<'host' | 'portal' | 'nothing'> {
  const known = await readAttempt(id, signal);
  if ('attempt' in known) return known.attempt.state === 'connecting' ? 'host' : 'portal';
  return known.failure.code === 'portal_unreachable' || known.failure.code === 'offline' ? 'nothing' : 'portal';
}

/**
 * Why an attempt failed or a console ended, in the portal's words.
 * @param assumed what to say if the portal does not know more
 */
export async function diagnose(id: string, assumed: Failure, signal: AbortSignal): Promise<Failure> {
  // The portal wanted this end: that it cannot be asked why, as nobody can who was signed out, does not make it another one.
  const wanted = !assumed.retry && assumed.code !== 'unknown';
  for (let asked = 1; ; asked++) {
    const known = await readAttempt(id, signal);
    if ('failure' in known && wanted) return assumed;
    if ('failure' in known) return assumed.code !== 'unknown' && known.failure.code === 'upgrade_blocked' ? assumed : known.failure;
    const { state, code, message, next, until, holder } = known.attempt;
    if (code !== '') return failure(code, { message, next, until, holder });
    // It has ended, and there is nothing to add.
    if (wanted && state === 'ended') return assumed;
    if (asked === MOST_ASKED || signal.aborted) return assumed.code === 'unknown' && state === 'open' ? failure('answer_lost') : assumed;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
