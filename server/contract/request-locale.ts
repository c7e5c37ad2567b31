/** The language in which a request is answered. */

import { isBearer } from './bearer';
import { LOCALE_COOKIE, negotiateLocale, readLocale, type Locale } from './locale';

/**
 * A person's choice first: that of their account, then that of their browser, then what the browser asks for. A program with a token has
 * made no choice: it gets what it asks for.
 * @param chosen of the account, where it is known who asks
 */
export function requestLocale(headers: Pick<Headers, 'get'>, chosen: Locale | null = null): Locale {
  const accepted = negotiateLocale(headers.get('accept-language'));
  if (isBearer(headers.get('authorization'))) return accepted;
  return chosen ?? readLocale(cookieOf(headers.get('cookie') ?? '')) ?? accepted;
}

function cookieOf(header: string): string | undefined {
  const start = `${LOCALE_COOKIE}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
