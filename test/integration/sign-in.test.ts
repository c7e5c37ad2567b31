import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;

beforeAll(async () => {
  portal = await startPortal({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  admin = await portal.admin();
});
afterAll(() => portal.stop());

/** A browser whose requests come from another address: failures are counted by address too. */
function from(address: string): WebBrowser {
  const browser = new WebBrowser(portal);
  const request = browser.request.bind(browser);
  browser.request = (path, options) => request(path, { ...options, headers: { ...options?.headers, 'x-forwarded-for': address } });
  return browser;
}

async function addUser(name: string): Promise<string> {
  return (await admin.api.create<{ id: string }>('/users', { name, password: ADMIN.password })).id;
}

test('the cookie is HttpOnly and SameSite=Lax, lasts twelve hours, and holds nothing to read', () => {
  const { name, value, attributes } = admin.browser.sessionCookie!;
  expect(name).toBe('vnc-portal');
  expect(attributes).toMatch(/HttpOnly/i);
  expect(attributes).toMatch(/SameSite=Lax/i);
  expect(attributes).toMatch(/Path=\/(;|$)/i);
  expect(attributes).not.toMatch(/Domain/i);
  const hours = (Date.parse(/expires=([^;]+)/i.exec(attributes)![1]!) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThanOrEqual(12);
  expect(Buffer.from(value, 'base64').toString('latin1')).not.toContain(ADMIN.name);
});

test('an unknown name, a wrong password, a disabled user and one without a password get the same answer after the same work', async () => {
  const accounts = ['a', 'b', 'c'];
  for (const account of accounts) {
    await addUser(`known-${account}`);
    await admin.api.must('PATCH', `/users/${await addUser(`disabled-${account}`)}`, { disabled: true });
    await admin.api.create('/users', { name: `invited-${account}` });
  }
  const passwords = { unknown: 'wrong password', known: 'wrong password', disabled: ADMIN.password, invited: '' };
  const answers = new Set<string>();
  const times: Record<string, number[]> = { unknown: [], known: [], disabled: [], invited: [] };
  for (let round = 0; round < 4; round++) {
    for (const account of accounts) {
      for (const [kind, password] of Object.entries(passwords)) {
        const browser = from(`203.0.113.${round + 1}`);
        await browser.get('/api/auth/csrf');
        const began = performance.now();
        const answer = await browser.submitSignIn(`${kind}-${account}`, password);
        times[kind]!.push(performance.now() - began);
        answers.add(`${answer.status} ${answer.text}`);
        expect(browser.sessionCookie).toBeUndefined();
      }
    }
  }
  expect([...answers]).toHaveLength(1);
  expect([...answers][0]).toContain('wrong_credentials');
  // The quickest of each: what else the machine does makes some slower. Without a password to hash it would be a tenth.
  const quickest = Object.values(times).map((list) => Math.min(...list));
  expect(Math.max(...quickest) / Math.min(...quickest)).toBeLessThan(2);
});

test('after five failures an account has to wait, and is told how long, with the right password too', async () => {
  await addUser('forgetful');
  for (let attempt = 0; attempt < 5; attempt++) {
    expect((await from(`198.51.100.${attempt}`).submitSignIn('forgetful', `wrong ${attempt}`)).text).toContain('wrong_credentials');
  }
  const browser = from('198.51.100.99');
  const answer = await browser.submitSignIn('forgetful', ADMIN.password);
  expect(browser.sessionCookie).toBeUndefined();
  const { url } = answer.json<{ url: string }>();
  const seconds = Number(/^too_many_attempts:(\d+)$/.exec(new URL(url).searchParams.get('error') ?? '')?.[1]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(30);
  expect((await admin.api.audit({ action: 'login.throttled' })).length).toBeGreaterThan(0);
});

test('after twenty failures an address has to wait, other addresses do not', async () => {
  await addUser('neighbour');
  for (let attempt = 0; attempt < 20; attempt++) await from('192.0.2.1').submitSignIn(`guess-${attempt}`, 'wrong');
  expect((await from('192.0.2.1').submitSignIn('neighbour', ADMIN.password)).text).toContain('too_many_attempts');
  const elsewhere = from('192.0.2.2');
  await elsewhere.signIn('neighbour', ADMIN.password);
});

test('a success clears what an account had failed', async () => {
  await addUser('typist');
  for (let round = 0; round < 3; round++) {
    for (let attempt = 0; attempt < 3; attempt++) await from('192.0.2.50').submitSignIn('typist', 'wrong');
    await from('192.0.2.51').signIn('typist', ADMIN.password);
  }
});

test('the return address leads nowhere but to the portal', async () => {
  const targets = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    `http://127.0.0.1:${portal.port}.evil.example/`,
    `http://127.0.0.1:${portal.port}@evil.example/`,
    'javascript:alert(1)',
    `${portal.origin.replace('http', 'https')}/`,
  ];
  for (const callbackUrl of targets) {
    const browser = from('192.0.2.60');
    const { url } = (await browser.submitSignIn(ADMIN.name, ADMIN.password, { callbackUrl })).json<{ url: string }>();
    expect(new URL(url, portal.url).origin).toBe(portal.origin);
    expect(browser.sessionCookie).toBeDefined();
    const page = await from('192.0.2.60').get(`/sign-in?return=${encodeURIComponent(callbackUrl)}`);
    expect(page.headers.location ?? '').not.toContain('evil');
  }
  const browser = from('192.0.2.60');
  const there = `${portal.origin}/console/desk?x=1`;
  const { url } = (await browser.submitSignIn(ADMIN.name, ADMIN.password, { callbackUrl: there })).json<{ url: string }>();
  expect(url).toBe(there);
});

test('a page that needs a sign-in leads there and back again', async () => {
  const answer = await new WebBrowser(portal).get('/console/desk');
  expect([302, 303, 307]).toContain(answer.status);
  const there = new URL(answer.headers.location!, portal.url);
  expect(there.pathname).toBe('/sign-in');
  expect(there.searchParams.get('return')).toBe('/console/desk');
});

test('a sign-in without the right csrf token is none', async () => {
  const browser = new WebBrowser(portal);
  await browser.get('/api/auth/csrf');
  const answer = await browser.request('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken: 'x'.repeat(64), ...ADMIN, json: 'true' }).toString(),
  });
  expect(browser.sessionCookie).toBeUndefined();
  expect(answer.status).toBeLessThan(500);
});

test('signing out ends the sign-in itself: its cookie is worth nothing afterwards', async () => {
  await addUser('leaver');
  const browser = new WebBrowser(portal);
  await browser.signIn('leaver', ADMIN.password);
  const { cookie } = browser;
  expect((await browser.get('/api/v1/me')).status).toBe(200);
  await browser.signOut();
  expect(browser.sessionCookie).toBeUndefined();
  expect((await portal.http('/api/v1/me', { headers: { cookie } })).status).toBe(401);
  expect((await admin.api.audit({ action: 'login.end' })).length).toBeGreaterThan(0);
});

test('signing out everywhere ends every sign-in of that person', async () => {
  await addUser('traveller');
  const browsers = [new WebBrowser(portal), new WebBrowser(portal), new WebBrowser(portal)];
  for (const browser of browsers) await browser.signIn('traveller', ADMIN.password);
  const list = (await browsers[0]!.get('/api/v1/me/logins')).json<{ items: { current: boolean; address: string }[] }>().items;
  expect(list).toHaveLength(3);
  expect(list.filter(({ current }) => current)).toHaveLength(1);
  expect((await browsers[0]!.delete('/api/v1/me/logins')).status).toBe(204);
  for (const browser of browsers) expect((await browser.get('/api/v1/me')).status).toBe(401);
});
