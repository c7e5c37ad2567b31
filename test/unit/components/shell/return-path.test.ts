import { describe, expect, it } from 'vitest';
import { returnPath } from '@/components/shell/return-path';

const origin = 'https://portal.example';

describe('returnPath', () => {
  it.each(['/', '/console/build-1', '/?q=web%20server&sort=name', '/audit?from=2026-01-01#x', '/console/a?view=1'])(
    'goes to %s',
    (path) => {
      expect(returnPath(path, origin)).toBe(path);
    },
  );

  it.each([
    ['another site', 'https://evil.example/'],
    ['a scheme-relative address', '//evil.example/'],
    ['three slashes', '///evil.example/'],
    ['a backslash read as a slash', '/\\evil.example'],
    ['two backslashes', '\\\\evil.example'],
    ['a backslash further on', '/a\\..\\evil'],
    ['a script', 'javascript:alert(1)'],
    ['a tab that browsers drop', '/\t/evil.example'],
    ['a line break that browsers drop', '/\n/evil.example'],
    ['dot segments that leave two slashes', '/.//evil.example'],
    ['parent segments that leave two slashes', '/a/..//evil.example'],
    ['a relative path', 'console/a'],
    ['nothing', ''],
    ['no value', null],
    ['the sign-in page itself', '/sign-in?return=/a'],
    ['the set-up page', '/setup'],
  ])('goes to the hosts instead of %s', (_, wanted) => {
    expect(returnPath(wanted, origin)).toBe('/');
  });

  it('stays on the site whatever the browser makes of the path', () => {
    for (const wanted of ['/%2f%2fevil.example', '/..//evil.example', '/%5cevil.example', '/@evil.example', '/:80']) {
      expect(new URL(returnPath(wanted, origin), origin).origin).toBe(origin);
    }
  });
});
