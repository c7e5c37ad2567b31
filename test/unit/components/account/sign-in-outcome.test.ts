import { expect, it } from 'vitest';
import { signInOutcome } from '@/components/account/sign-in-outcome';

const refusal = (error: string) =>
  signInOutcome(401, `https://portal.example/api/auth/error?error=${encodeURIComponent(error)}&provider=credentials`);

it('is signed in when the answer names no error', () => {
  expect(signInOutcome(200, 'https://portal.example/')).toEqual({ state: 'signed-in' });
});

it.each([
  ['wrong_credentials', 'wrong'],
  ['CredentialsSignin', 'wrong'],
  ['busy', 'busy'],
  ['unavailable', 'unavailable'],
  ['sign_in_lost', 'lost'],
  ['oidc_unreachable', 'providerUnreachable'],
  ['OAuthCallback', 'providerFailed'],
  ['not_allowed', 'notAllowed'],
  ['constructor', 'failed'],
  ['something new', 'failed'],
])('knows the reason %s', (error, reason) => {
  expect(refusal(error)).toEqual({ state: 'refused', reason });
});

it('goes on where the portal wants more than that', () => {
  expect(signInOutcome(401, 'https://portal.example/sign-in?error=more')).toEqual({ state: 'more' });
});

it('says how long to wait', () => {
  expect(refusal('too_many_attempts:27')).toEqual({ state: 'throttled', seconds: 27 });
});

it.each([
  [500, null],
  [200, null],
  [401, 'https://portal.example/'],
])('is not signed in by an answer that makes no sense (%d, %s)', (status, url) => {
  expect(signInOutcome(status, url).state).toBe('refused');
});
