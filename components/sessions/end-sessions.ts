import type { LiveSession } from '@/server/contract/session';
import { call } from '../api/client';
import { ApiError } from '../api/api-error';

/**
 * Ends these consoles, each for itself: that one of them has ended meanwhile keeps none of the others.
 * @param message what their people read; may be empty
 * @returns how many there were left to end
 * @throws ApiError the first failure, when all have been tried
 */
export async function endSessions(sessions: readonly Pick<LiveSession, 'id'>[], message: string): Promise<number> {
  let ended = 0;
  let failure: unknown = null;
  for (const { id } of sessions) {
    try {
      await call('endSessionSaying', { params: { id }, body: { message } });
      ended += 1;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'session_not_found')) failure ??= error;
    }
  }
  if (failure !== null) throw failure as Error;
  return ended;
}
