import { PortalError } from '../contract/errors';

const SECOND_MS = 1000;
const MINUTE_S = 60;

/** Tells when to try again, in the unit that a person would use. */
export function waitError(waitMs: number): PortalError {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  return new PortalError('too_many_attempts', {
    message: `Too many failed attempts. Try again in ${inWords(seconds)}.`,
    retryAfterSeconds: seconds,
  });
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / MINUTE_S);
  if (seconds <= 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${minutes} minutes`;
}
