import { describe, expect, it } from 'vitest';
import { cookiePath, readSessionCookie, sessionCookieName, signInCookieNames } from '../../../server/auth/cookies';
import { LOCALE_COOKIE } from '../../../server/contract/locale';

const JWE = `${'a'.repeat(20)}..${'b'.repeat(16)}.${'c'.repeat(40)}.${'d'.repeat(22)}`;

describe('cookies', () => {
  it.each([
    [false, '', 'vnc-portal', '/'],
    [false, '/sub', 'vnc-portal', '/sub'],
    [true, '', '__Host-vnc-portal', '/'],
    [true, '/sub', '__Secure-vnc-portal', '/sub'],
  ])('are named and placed for https %s below %j', (secure, basePath, name, path) => {
    expect([sessionCookieName(secure, basePath), cookiePath(basePath)]).toEqual([name, path]);
  });

  it.each([true, false])(
    'of the sign-in and the language never begin with the name of the session (https %s): next-auth would join them to it',
    (secure) => {
      for (const basePath of ['', '/sub']) {
        const session = sessionCookieName(secure, basePath);
        for (const name of [...Object.values(signInCookieNames(secure, basePath)), LOCALE_COOKIE])
          expect(name.startsWith(session)).toBe(false);
      }
    },
  );

  it.each([
    ['alone', `vnc-portal=${JWE}`],
    ['among others', `a=b; vnc-portal=${JWE}; c="d=e"; flag`],
    ['without spaces', `a=b;vnc-portal=${JWE};c=d`],
    ['in chunks', `vnc-portal.0=${JWE.slice(0, 30)}; vnc-portal.1=${JWE.slice(30, 31)}; vnc-portal.2=${JWE.slice(31)}`],
    ['in chunks out of order', `vnc-portal.1=${JWE.slice(30)}; x=y; vnc-portal.0=${JWE.slice(0, 30)}`],
    ['before a second of its name, which has the shorter path', `vnc-portal=${JWE}; vnc-portal=${'z'.repeat(9)}..z.z.z`],
  ])('are read %s', (_, header) => {
    expect(readSessionCookie(header, 'vnc-portal')).toBe(JWE);
  });

  it.each([
    ['nothing', ''],
    ['another name', `vnc-portal2=${JWE}; xvnc-portal=${JWE}`],
    ['the name of plain http where https is spoken', `vnc-portal=${JWE}`],
    ['chunks without the first', `__Host-vnc-portal.1=${JWE}`],
    ['text that is no JWE', '__Host-vnc-portal=hello'],
    ['an unfinished JWE', `__Host-vnc-portal=${JWE.slice(0, 30)}`],
    ['a signed JWT', '__Host-vnc-portal=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ])('are not there in %s', (_, header) => {
    expect(readSessionCookie(header, '__Host-vnc-portal')).toBeNull();
  });
});
