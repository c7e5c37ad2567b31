/** What next-auth's answer to a sign-in means. Its error is a word in the query of the address that it would send the browser to. */

import { waitText } from '../shell/time-text';

export type SignInOutcome =
  | { state: 'signed-in' }
  /** @property seconds how long to wait, where that is known */
  | { state: 'refused'; message: string; seconds?: number };

const FAILED = 'The portal could not sign you in. Try again; if it persists, tell an administrator.';
const messages: Record<string, string> = {
  wrong_credentials: 'The name or the password is wrong. Check both and try again.',
  // What next-auth says where a provider refuses without a word of its own.
  CredentialsSignin: 'The name or the password is wrong. Check both and try again.',
  busy: 'The portal is busy with other sign-ins. Try again in a few seconds.',
  unavailable: 'The portal cannot reach its database. Try again shortly; if it persists, tell an administrator.',
};

/**
 * @param status of the HTTP answer
 * @param url that the answer names
 */
export function signInOutcome(status: number, url: string | null): SignInOutcome {
  const error = url === null ? null : errorOf(url);
  if (error === null) return status >= 200 && status < 300 && url !== null ? { state: 'signed-in' } : { state: 'refused', message: FAILED };
  const wait = /^too_many_attempts:(\d{1,6})$/.exec(error);
  if (!wait) return { state: 'refused', message: messages[error] ?? FAILED };
  const seconds = Number(wait[1]);
  return { state: 'refused', message: waitMessage(seconds), seconds };
}

export function waitMessage(seconds: number): string {
  return seconds > 0
    ? `Too many failed attempts. You can try again in ${waitText(seconds)}.`
    : 'There were too many failed attempts. You can try again now.';
}

function errorOf(url: string): string | null {
  try {
    return new URL(url, 'http://portal.invalid').searchParams.get('error');
  } catch {
    return null;
  }
}
