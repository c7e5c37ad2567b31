import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';

const SECOND_MS = 1000;
const MINUTE_S = 60;
/** Up to here a person counts in seconds. */
const MOST_SECONDS = 90;

/** Tells when to try again, in the unit that a person would use. */
export function waitError(waitMs: number): PortalError {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  const message =
    seconds <= MOST_SECONDS
      ? text('errors.waitSeconds', { seconds })
      : text('errors.waitMinutes', { minutes: Math.ceil(seconds / MINUTE_S) });
  return new PortalError('too_many_attempts', { message, retryAfterSeconds: seconds });
}
