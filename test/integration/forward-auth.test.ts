import { request as requestHttp } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { Answer } from '../support/http';
import { startPortal, type Administrator, type Portal } from '../support/portal';

/** Where the trusted proxy connects from: the tests' own address is not one. */
const PROXY = '127.0.0.7';
let portal: Portal;
let admin: Administrator;
let echo: Awaited<ReturnType<typeof startEcho>>;

beforeAll(async () => {
  echo = await startEcho();
  const env = {
    TRUSTED_PROXIES: PROXY,
    PROXY_USER_HEADER: 'Remote-User',
    PROXY_NAME_HEADER: 'Remote-Name',
    PROXY_GROUPS_HEADER: 'Remote-Groups',
    PROXY_ADMIN_GROUPS: 'wheel;cn=chiefs,dc=x',
  };
  portal = await startPortal({ env });
  admin = await portal.admin();
  await admin.api.addHost('desk', echo.url);
});
afterAll(async () => {
  await portal.stop();
  await echo.stop();
});

type Person = Record<string, string | string[]>;
const ANNA: Person = {
  'remote-user': 'anna@example.org',
  'remote-name': Buffer.from('Änne').toString('latin1'),
  'remote-groups': 'wheel,x',
};

/** As a proxy sends it, or somebody who would like to be one. */
function send(
  path: string,
  headers: Person,
  { from = PROXY, form }: { from?: string; form?: Record<string, string> } = {},
): Promise<Pick<Answer, 'status' | 'text'> & { cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const body = form && new URLSearchParams(form).toString();
    const type: Person = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const options = { localAddress: from, agent: false as const, method: form ? 'POST' : 'GET', headers: { ...headers, ...type } };
    const request = requestHttp(`${portal.url}${path}`, options, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, cookies: answer.headers['set-cookie'] ?? [] }));
    });
    // Else Node writes the headers in UTF-8 along with the body.
    request.on('error', reject).end(body && Buffer.from(body));
  });
}

const pairs = (cookies: string[]): string => cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

/** @returns the cookie of the session; null when there is none */
async function enter(headers: Person, from?: string): Promise<string | null> {
  const csrf = await send('/api/auth/csrf', headers, { ...(from ? { from } : {}) });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const cookie = pairs(csrf.cookies);
  const answer = await send(
    '/api/auth/callback/proxy',
    { ...headers, cookie },
    { ...(from ? { from } : {}), form: { csrfToken, json: 'true' } },
  );
  return answer.cookies.map((line) => pairs([line])).find((pair) => pair.startsWith('vnc-portal=')) ?? null;
}

test('whom the trusted proxy names is signed in, with their name and the role of their groups', async () => {
  const cookie = await enter(ANNA);
  const me = await send('/api/v1/me', { ...ANNA, cookie: cookie! });
  expect(JSON.parse(me.text)).toMatchObject({ name: 'anna@example.org', displayName: 'Änne', role: 'admin', providers: ['proxy'] });
  expect(JSON.parse((await send('/api/v1/sign-in/options', {})).text)).toMatchObject({ proxy: true });
});

test('the session holds only as long as the proxy names the same person: calls, pages and consoles', async () => {
  const cookie = (await enter(ANNA))!;
  const others: Person[] = [{}, { 'remote-user': 'bob' }, { 'remote-user': ['anna@example.org', 'bob'] }];
  for (const headers of others) {
    expect((await send('/api/v1/me', { ...headers, cookie })).status).toBe(401);
    expect((await send('/account', { ...headers, cookie })).status).toBe(307);
  }
  expect((await send('/account', { ...ANNA, cookie })).status).toBe(200);
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  expect((await send('/vnc/desk', { ...upgrade, origin: portal.origin, cookie })).status).toBe(401);
  const opened = await new Promise<number>((resolve, reject) => {
    const request = requestHttp(`${portal.url}/vnc/desk`, {
      localAddress: PROXY,
      agent: false,
      headers: { ...upgrade, ...ANNA, origin: portal.origin, cookie },
    });
    request.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    request
      .on('response', (answer) => resolve(answer.statusCode ?? 0))
      .on('error', reject)
      .end();
  });
  expect(opened).toBe(101);
});

test('one person is one, however the proxy writes the name, and keeps the session', async () => {
  const [small, large] = [{ 'remote-user': 'emil' }, { 'remote-user': 'EMIL' }];
  const cookies = [(await enter({ 'remote-user': 'Emil' }))!, (await enter(small))!];
  const ids = new Set<unknown>();
  for (const cookie of cookies) {
    for (const headers of [small, large]) {
      const me = await send('/api/v1/me', { ...headers, cookie });
      expect(me.status).toBe(200);
      ids.add((JSON.parse(me.text) as { id: string }).id);
    }
  }
  expect(ids.size).toBe(1);
});

test.each([
  ['wheel staff', 'admin'],
  ['staff;wheel', 'admin'],
  ['["staff","wheel"]', 'admin'],
  ['cn=a,dc=x;CN=Chiefs, DC=X', 'admin'],
  ['The wheel', 'user'],
])('the groups %j make their person an %s', async (groups, role) => {
  const headers = { 'remote-user': 'grouped', 'remote-groups': groups };
  const cookie = (await enter(headers))!;
  expect(JSON.parse((await send('/api/v1/me', { ...headers, cookie })).text)).toMatchObject({ role });
});

test('the header of anybody else is nothing, whatever else they claim', async () => {
  expect(await enter(ANNA, '127.0.0.1')).toBeNull();
  expect(await enter({ ...ANNA, 'x-forwarded-for': PROXY }, '127.0.0.1')).toBeNull();
  const person = encodeURIComponent(JSON.stringify({ user: 'anna@example.org', name: null, groups: ['wheel'] }));
  expect(await enter({ 'x-vnc-portal-person': person }, '127.0.0.1')).toBeNull();
  expect(await enter({ 'x-vnc-portal-person': person })).toBeNull();
  const cookie = (await enter(ANNA))!;
  expect((await send('/api/v1/me', { ...ANNA, cookie }, { from: '127.0.0.1' })).status).toBe(401);
});

test('a token and a password work without the header', async () => {
  expect((await send('/api/v1/me', { authorization: `Bearer ${admin.token}` })).status).toBe(200);
  expect((await admin.browser.get('/api/v1/me')).status).toBe(200);
});

test('a person who is disabled here stays out', async () => {
  const bob = { 'remote-user': 'bob' };
  const cookie = (await enter(bob))!;
  const { id } = JSON.parse((await send('/api/v1/me', { ...bob, cookie })).text) as { id: string };
  await admin.api.must('PATCH', `/users/${id}`, { disabled: true });
  expect((await send('/api/v1/me', { ...bob, cookie })).status).toBe(401);
  expect(await enter(bob)).toBeNull();
});
