/** Signing in and out through next-auth's own addresses. */

import { z } from 'zod';
import { ApiError } from '../api/api-error';
import { apiText } from '../api/api-text';
import { basePath, signInAddress } from '../api/base-path';
import { justSignedOut } from './just-signed-out';
import { type SignInOutcome, signInOutcome } from './sign-in-outcome';

const csrfSchema = z.object({ csrfToken: z.string().min(1) });
const answerSchema = z.object({ url: z.string() });

/**
 * The first step.
 * @throws ApiError when the portal cannot be asked
 */
export const signIn = (name: string, password: string): Promise<SignInOutcome> => enter('callback/credentials', { name, password });

/**
 * The last step, after all that was wanted in between.
 * @throws ApiError when the portal cannot be asked
 */
export const completeSignIn = (): Promise<SignInOutcome> => enter('callback/credentials', {});

/**
 * As whom a proxy in front of the portal names.
 * @throws ApiError when the portal cannot be asked
 */
export const signInByProxy = (): Promise<SignInOutcome> => enter('callback/proxy', {});

/**
 * Goes to where an account of another place signs in, which comes back to `path`.
 * @returns why it did not; never, when it did
 * @throws ApiError when the portal cannot be asked
 */
export async function signInElsewhere(provider: string, path: string): Promise<SignInOutcome> {
  const { origin } = window.location;
  const answer = await postForm(`signin/${encodeURIComponent(provider)}`, { callbackUrl: `${origin}${basePath()}${path}` });
  const url = await urlOf(answer);
  // Back to the portal only comes who could not be sent elsewhere.
  if (url === null || new URL(url, origin).origin === origin) {
    const outcome = signInOutcome(answer.status, url);
    return outcome.state === 'signed-in' ? { state: 'refused', reason: 'failed' } : outcome;
  }
  window.location.assign(url);
  return new Promise(() => undefined);
}

/**
 * Ends this browser's sign-in and goes to the sign-in page.
 * @throws ApiError when the portal cannot be asked
 */
export async function signOut(): Promise<void> {
  const answer = await postForm('signout', { callbackUrl: `${window.location.origin}${basePath()}/sign-in` });
  if (!answer.ok) throw new ApiError('unexpected', answer.status, apiText('notSignedOut'));
  justSignedOut.set();
  window.location.assign(`${basePath()}/sign-in`);
}

/**
 * Ends this browser's sign-in and goes to the sign-in page, which comes back to what is shown now.
 * @throws ApiError when the portal cannot be asked
 */
export async function signInAgain(): Promise<void> {
  const address = signInAddress();
  const answer = await postForm('signout', { callbackUrl: `${window.location.origin}${basePath()}/sign-in` });
  if (!answer.ok) throw new ApiError('unexpected', answer.status, apiText('notSignedOut'));
  window.location.assign(address);
}

async function enter(path: string, fields: Record<string, string>): Promise<SignInOutcome> {
  const answer = await postForm(path, { ...fields, callbackUrl: `${window.location.origin}${basePath()}/` });
  return signInOutcome(answer.status, await urlOf(answer));
}

async function urlOf(answer: Response): Promise<string | null> {
  const parsed = answerSchema.safeParse(await answer.json().catch(() => null));
  return parsed.success ? parsed.data.url : null;
}

/** next-auth takes a form with a token that it hands out beforehand (and in a cookie). */
async function postForm(path: string, fields: Record<string, string>): Promise<Response> {
  const base = `${basePath()}/api/auth`;
  try {
    const csrf = await fetch(`${base}/csrf`, { credentials: 'same-origin', cache: 'no-store' });
    const { csrfToken } = csrfSchema.parse(await csrf.json());
    return await fetch(`${base}/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
    });
  } catch {
    throw new ApiError('unreachable', 0, apiText('unreachable'));
  }
}
