/** What next-auth's answer to a sign-in means. Its error is a word in the query of the address that it would send the browser to. */

/** Why nobody was signed in; each has its words in the catalogue. */
export type SignInRefusal =
  | 'wrong'
  | 'busy'
  | 'unavailable'
  | 'failed'
  | 'lost'
  | 'providerUnreachable'
  | 'providerFailed'
  | 'providerAhead'
  | 'providerBehind'
  | 'directoryUnavailable'
  | 'notAllowed'
  | 'disabled';

export type SignInOutcome =
  | { state: 'signed-in' }
  /** So far so good; the portal knows what it wants next. */
  | { state: 'more' }
  | { state: 'refused'; reason: SignInRefusal }
  /** Too many attempts have failed. */
  | { state: 'throttled'; seconds: number };

const reasons: Record<string, SignInRefusal> = {
  wrong_credentials: 'wrong',
  // What next-auth says where a provider refuses without a word of its own.
  CredentialsSignin: 'wrong',
  busy: 'busy',
  unavailable: 'unavailable',
  sign_in_lost: 'lost',
  oidc_unreachable: 'providerUnreachable',
  oidc_failed: 'providerFailed',
  oidc_clock_ahead: 'providerAhead',
  oidc_clock_behind: 'providerBehind',
  directory_unavailable: 'directoryUnavailable',
  not_allowed: 'notAllowed',
  account_disabled: 'disabled',
  // next-auth's own, where the provider could not be asked, and where its answer was none.
  OAuthSignin: 'providerUnreachable',
  OAuthCallback: 'providerFailed',
  Callback: 'providerFailed',
  AccessDenied: 'notAllowed',
};

/**
 * @param status of the HTTP answer
 * @param url that the answer names
 */
export function signInOutcome(status: number, url: string | null): SignInOutcome {
  const error = url === null ? null : errorOf(url);
  if (error === null)
    return status >= 200 && status < 300 && url !== null ? { state: 'signed-in' } : { state: 'refused', reason: 'failed' };
  if (error === 'more') return { state: 'more' };
  const wait = /^too_many_attempts:(\d{1,6})$/.exec(error);
  if (wait) return { state: 'throttled', seconds: Number(wait[1]) };
  return { state: 'refused', reason: refusalOf(error) };
}

/** @param error a word of the address, so anybody's */
export const refusalOf = (error: string): SignInRefusal => (Object.hasOwn(reasons, error) ? reasons[error]! : 'failed');

function errorOf(url: string): string | null {
  try {
    return new URL(url, 'http://portal.invalid').searchParams.get('error');
  } catch {
    return null;
  }
}
