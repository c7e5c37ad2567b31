/** Names of the portal's cookies, and how a request's Cookie header is read. */

/** next-auth splits a value over cookies `name.0`, `name.1`, … where it is too long for one. */
const MAX_CHUNKS = 8;
/** A session is a JWE in compact form (RFC 7516, 7.1): anything else is not looked at. */
const JWE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$/;

/**
 * With `__Host-` no other site of the domain, and no plain http, can plant the cookie; a sub-path needs `__Secure-` instead, as
 * `__Host-` allows the path / only.
 * @param secure whether the browser speaks https
 * @param basePath '' or '/sub'
 */
function prefix(secure: boolean, basePath: string): string {
  if (!secure) return '';
  return basePath === '' ? '__Host-' : '__Secure-';
}

export function sessionCookieName(secure: boolean, basePath: string): string {
  return `${prefix(secure, basePath)}vnc-portal`;
}

/** None of these may begin with the session's name: next-auth takes every cookie that does for a part of the session. */
export function signInCookieNames(
  secure: boolean,
  basePath: string,
): Record<'csrf' | 'callback' | 'ticket' | 'state' | 'nonce' | 'pkce', string> {
  const before = prefix(secure, basePath);
  return {
    csrf: `${before}csrf-vnc-portal`,
    callback: `${before}callback-vnc-portal`,
    ticket: `${before}sign-in-vnc-portal`,
    state: `${before}state-vnc-portal`,
    nonce: `${before}nonce-vnc-portal`,
    pkce: `${before}pkce-vnc-portal`,
  };
}

export function cookiePath(basePath: string): string {
  return basePath === '' ? '/' : basePath;
}

/** @returns the session cookie's value, joined; null where there is none in the form of one */
export function readSessionCookie(header: string, name: string): string | null {
  const cookies = parseCookies(header);
  const parts: string[] = [];
  for (let index = 0; index < MAX_CHUNKS; index++) {
    const part = cookies.get(`${name}.${index}`);
    if (part === undefined) break;
    parts.push(part);
  }
  const value = cookies.get(name) ?? parts.join('');
  return JWE.test(value) ? value : null;
}

/** RFC 6265, 5.4: of two with one name, the first has the longer path. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = pair.slice(0, equals).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}
