import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';

let portal: Portal;
let admin: Administrator;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  await admin.api.addHost('desk', '10.0.0.5:1');
});
afterAll(() => portal.stop());

/** Directives of a Content-Security-Policy by name. */
function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split(';').map((part): [string, string] => {
      const [name, ...values] = part.trim().split(/\s+/);
      return [name!, values.join(' ')];
    }),
  );
}

const everywhere = [
  '/sign-in',
  '/',
  '/console/desk',
  '/people',
  '/no-such-page',
  '/api/v1/me',
  '/api/v1/openapi.json',
  '/healthz',
  '/readyz',
  '/vnc/desk',
];

test.each(everywhere)('%s says what it may load, that nobody may frame it, and that its type is what it says', async (path) => {
  const { headers, status } = await admin.browser.get(path);
  expect(status).toBeLessThan(500);
  const policy = directives(String(headers['content-security-policy']));
  expect(policy.get('default-src')).toBe("'self'");
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(policy.get('object-src')).toBe("'none'");
  expect(policy.get('base-uri')).toBe("'none'");
  expect(policy.get('form-action')).toBe("'self'");
  expect(policy.get('script-src')).toMatch(/'nonce-[A-Za-z0-9+/=]{22,}'/);
  expect(policy.get('script-src')).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
  expect(policy.get('style-src')).not.toMatch(/unsafe-inline|\*/);
  expect(policy.get('connect-src')).toBe("'self'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBeDefined();
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['strict-transport-security']).toBeUndefined();
});

test.each(['/sign-in', '/', '/console/desk'])(
  '%s: every script and style of the page carries the nonce of this answer, which is new each time',
  async (path) => {
    const nonces = new Set<string>();
    for (let round = 0; round < 2; round++) {
      const browser = path === '/sign-in' ? null : admin.browser;
      const page = await (browser ? browser.get(path) : portal.http(path));
      expect(page.status).toBe(200);
      const nonce = /'nonce-([^']+)'/.exec(String(page.headers['content-security-policy']))![1]!;
      nonces.add(nonce);
      const tags = [...page.text.matchAll(/<(script|style)\b([^>]*)>/g)].map(([, name, attributes]) => ({ name, attributes: attributes! }));
      expect(tags.length).toBeGreaterThan(0);
      for (const { attributes } of tags) expect(attributes).toContain(`nonce="${nonce}"`);
      expect(page.text).not.toMatch(/<[^>]+\son[a-z]+="/);
      expect(page.headers['cache-control']).toMatch(/no-store|private/);
    }
    expect(nonces.size).toBe(2);
  },
);

test('a nonce or a policy that the client sends is not used', async () => {
  const page = await portal.http('/sign-in', { headers: { 'x-nonce': 'chosen', 'content-security-policy': "script-src 'nonce-chosen'" } });
  expect(String(page.headers['content-security-policy'])).not.toContain('chosen');
  expect(page.text).not.toContain('nonce="chosen"');
});

test('what a client says of its address and of https is not believed without a trusted proxy', async () => {
  const headers = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.example',
    'x-vnc-portal-secure': '1',
    'x-vnc-portal-address': '1.2.3.4',
  };
  const page = await portal.http('/sign-in', { headers });
  expect(page.headers['strict-transport-security']).toBeUndefined();
  expect(page.text).not.toContain('evil.example');
  const csrf = await portal.http('/api/auth/csrf', { headers });
  expect(String(csrf.headers['set-cookie'])).not.toMatch(/evil|__Host-|__Secure-/);
});
