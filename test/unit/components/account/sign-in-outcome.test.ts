import { expect, it } from 'vitest';
import { signInOutcome, waitMessage } from '@/components/account/sign-in-outcome';

const refusal = (error: string) =>
  signInOutcome(401, `https://portal.example/api/auth/error?error=${encodeURIComponent(error)}&provider=credentials`);

it('is signed in when the answer names no error', () => {
  expect(signInOutcome(200, 'https://portal.example/')).toEqual({ state: 'signed-in' });
});

it.each([
  ['wrong_credentials', 'name or the password is wrong'],
  ['CredentialsSignin', 'name or the password is wrong'],
  ['busy', 'busy'],
  ['unavailable', 'database'],
  ['something new', 'could not sign you in'],
])('explains %s', (error, words) => {
  expect(refusal(error)).toMatchObject({ state: 'refused', message: expect.stringContaining(words) as string });
});

it('says how long to wait', () => {
  expect(refusal('too_many_attempts:27')).toEqual({
    state: 'refused',
    seconds: 27,
    message: 'Too many failed attempts. You can try again in 27 seconds.',
  });
});

it('says when the wait is over', () => {
  expect(waitMessage(0)).toContain('now');
});

it.each([
  [500, null],
  [200, null],
  [401, 'https://portal.example/'],
])('is not signed in by an answer that makes no sense (%d, %s)', (status, url) => {
  expect(signInOutcome(status, url).state).toBe('refused');
});
