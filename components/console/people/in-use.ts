/** A host that takes one person at a time, while somebody is on it: who that is, and what can be asked of the portal. */

import { call } from '@/components/api/client';
import { ApiError } from '@/components/api/api-error';
import type { Session } from '@/server/contract/session';

/** The portal reads that a console is to end within a second, also when another process has to end it. */
const LOOK_EVERY_MS = 200;
const MOST_LOOKS = 15;

/** @param said `NAME, since TIME`, as the portal's refusal tells it; '' for what it does not tell */
export function holderOf(said: string): { name: string; since: string } {
  const [, name = said, since = ''] = /^(.+), since (.+)$/s.exec(said) ?? [];
  return { name, since };
}

/**
 * Lets the person who is on the host know that somebody would like to have it.
 * @returns `nobody` when there is nobody who could be told
 * @throws ApiError
 */
export async function askFor(hostId: string): Promise<'asked' | 'nobody'> {
  try {
    await call('askForHost', { params: { id: hostId } });
    return 'asked';
  } catch (error) {
    if (isGone(error)) return 'nobody';
    throw error;
  }
}

/** Whose console has the host's keyboard and pointer. @throws ApiError */
export async function findHolder(hostId: string): Promise<Session | null> {
  const { items } = await call('listSessions');
  return items.find((session) => session.hostId === hostId && session.access === 'control') ?? null;
}

/**
 * Ends that console, and no other: whoever came to the host since then was not named in the question.
 * Comes back once its place is free.
 * @throws ApiError
 */
export async function endHolder({ id, hostId }: Pick<Session, 'id' | 'hostId'>): Promise<void> {
  try {
    await call('endSession', { params: { id } });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  for (let look = 0; look < MOST_LOOKS && (await findHolder(hostId))?.id === id; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const isGone = (error: unknown) => error instanceof ApiError && error.code === 'session_not_found';
