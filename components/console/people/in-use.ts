/** A host that takes one person at a time, while somebody is on it: who that is, and what can be asked of the portal. */

import { call } from '@/components/api/client';
import { ApiError } from '@/components/api/api-error';
import { whenSeen } from '@/components/api/poll';
import type { Holder, LiveSession } from '@/server/contract/session';

/** The portal reads that a console is to end within a second, also when another process has to end it. */
const LOOK_EVERY_MS = 200;
const MOST_LOOKS = 15;
const LOOK_AT_HOLDER_MS = 3_000;

/**
 * Looks every few seconds who has the host, while the page is looked at. A question that fails is asked again.
 * @returns what ends it
 */
export function followHolder(hostId: string, tell: (holder: Holder | null) => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const later = () => whenSeen(LOOK_AT_HOLDER_MS, () => void look());
  const look = async () => {
    try {
      const { holder } = await call('getHolder', { params: { id: hostId }, signal });
      tell(holder);
    } catch (error) {
      // Signed out, or the host is gone: opening it will say so.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return;
    }
    if (!signal.aborted) cancel = later();
  };
  let cancel = later();
  return () => {
    controller.abort();
    cancel();
  };
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
export async function findHolder(hostId: string): Promise<LiveSession | null> {
  const { items } = await call('listSessions');
  return items.find((session) => session.hostId === hostId && session.access === 'control') ?? null;
}

/**
 * Ends that console, and no other: whoever came to the host since then was not named in the question.
 * Comes back once its place is free.
 * @throws ApiError
 */
export async function endHolder({ id, hostId }: Pick<LiveSession, 'id' | 'hostId'>): Promise<void> {
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
