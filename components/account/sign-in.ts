/** Signing in and out through next-auth's own addresses. */

import { z } from 'zod';
import { ApiError } from '../api/api-error';
import { apiText } from '../api/api-text';
import { basePath } from '../api/base-path';
import { type SignInOutcome, signInOutcome } from './sign-in-outcome';

const csrfSchema = z.object({ csrfToken: z.string().min(1) });
const answerSchema = z.object({ url: z.string() });

/** @throws ApiError when the portal cannot be asked */
export async function signIn(name: string, password: string): Promise<SignInOutcome> {
  const answer = await postForm('callback/credentials', { name, password, callbackUrl: `${window.location.origin}${basePath()}/` });
  const parsed = answerSchema.safeParse(await answer.json().catch(() => null));
  return signInOutcome(answer.status, parsed.success ? parsed.data.url : null);
}

/**
 * Ends this browser's sign-in and goes to the sign-in page.
 * @throws ApiError when the portal cannot be asked
 */
export async function signOut(): Promise<void> {
  const answer = await postForm('signout', { callbackUrl: `${window.location.origin}${basePath()}/sign-in` });
  if (!answer.ok) throw new ApiError('unexpected', answer.status, apiText('notSignedOut'));
  window.location.assign(`${basePath()}/sign-in`);
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
