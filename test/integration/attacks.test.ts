/** What somebody who wants more than they may have would try first, over HTTP. Each of these has to fail, and to change nothing. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret, TOTP } from 'otpauth';
import { operationPath, operations, type Operation } from '../../server/contract/operations';
import { startEcho, type EchoApplication } from '../support/backends';
import { ConsoleClient, Refused } from '../support/console-client';
import { sql } from '../support/database';
import type { Answer } from '../support/http';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { ending, startTcp } from '../support/relay';
import { ask } from '../support/raw-console';
import { addressOf, everyRoute } from '../support/routes';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;
/** Controls the host `desk` by a grant, and is no administrator. */
let mallory: WebBrowser;
let malloryId: string;
let groupId: string;

beforeAll(async () => {
  [portal, echo] = await Promise.all([startPortal(), startEcho()]);
  admin = await portal.admin();
  for (const id of ['desk', 'vault']) await admin.api.addHost(id, echo.url);
  malloryId = (await admin.api.create<{ id: string }>('/users', { name: 'mallory', password: ADMIN.password })).id;
  groupId = (await admin.api.create<{ id: string }>('/groups', { name: 'Vault keepers' })).id;
  const subject = { kind: 'user', id: malloryId };
  await admin.api.create('/grants', { subject, target: { kind: 'host', id: 'desk' }, access: 'control' });
  await admin.api.create('/grants', { subject: { kind: 'group', id: groupId }, target: { kind: 'host', id: 'vault' }, access: 'control' });
  mallory = await signedIn('mallory');
});
afterAll(async () => {
  await portal.stop();
  await echo.stop();
});

async function signedIn(name: string): Promise<WebBrowser> {
  const browser = new WebBrowser(portal);
  await browser.signIn(name, ADMIN.password);
  return browser;
}

const codeOf = (answer: Answer): string => /"code":"(\w+)"/.exec(answer.text)?.[1] ?? '';

async function refusalOf(host: string, headers: Record<string, string>): Promise<[number, string]> {
  try {
    const console = await ConsoleClient.open(portal.consoleUrl(host), { headers });
    await console.close();
    return [101, ''];
  } catch (error) {
    if (error instanceof Refused) return [error.status, error.text];
    throw error;
  }
}

describe('session fixation', () => {
  test('cookies that were planted before a sign-in are worth nothing after it, and the sign-in has its own', async () => {
    const attacker = await signedIn('mallory');
    const victim = new WebBrowser(portal);
    for (const [name, cookie] of attacker.cookies) victim.cookies.set(name, cookie);
    await victim.signIn(ADMIN.name, ADMIN.password);
    expect((await victim.get('/api/v1/me')).json()).toMatchObject({ name: ADMIN.name });
    expect((await attacker.get('/api/v1/me')).json()).toMatchObject({ name: 'mallory' });
    expect(victim.sessionCookie!.value).not.toBe(attacker.sessionCookie!.value);
  });

  test('no value of a stranger is ever taken for a session or for a sign-in under way', async () => {
    for (const name of ['vnc-portal', 'vnc-portal.0', 'sign-in-vnc-portal']) {
      const planted = new WebBrowser(portal);
      planted.cookies.set(name, { value: 'A'.repeat(43), attributes: '' });
      await planted.signIn('mallory', ADMIN.password);
      expect(planted.sessionCookie!.value).not.toBe('A'.repeat(43));
      const later = await portal.http('/api/v1/me', { headers: { cookie: `${name}=${'A'.repeat(43)}` } });
      expect(later.status).toBe(401);
      expect((await portal.http('/api/v1/sign-in', { headers: { cookie: `${name}=${'A'.repeat(43)}` } })).status).toBe(401);
    }
  });
});

describe('another site', () => {
  const writing = everyRoute().filter(
    ({ kind, method, path }) => kind === 'handler' && method !== 'GET' && path.startsWith('/api/v1/') && !path.includes('[...'),
  );

  test.each(writing.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'cannot have a browser call %s',
    async (_name, route) => {
      const body = { body: '{}' };
      for (const origin of ['https://evil.example', 'null', undefined, `${portal.origin}.evil.example`]) {
        const headers = { cookie: admin.browser.cookie, 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) };
        const answer = await portal.http(addressOf(route, { id: 'desk' }), { method: route.method, headers, ...body });
        expect([answer.status, codeOf(answer)]).toEqual([403, 'foreign_origin']);
      }
    },
  );

  test('cannot sign a browser out, nor in, by a form', async () => {
    for (const path of ['/api/auth/signout', '/api/auth/callback/credentials']) {
      const browser = await signedIn('mallory');
      const before = browser.sessionCookie!.value;
      await browser.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
        body: new URLSearchParams({ csrfToken: 'x', ...ADMIN, json: 'true' }).toString(),
      });
      expect((await portal.http('/api/v1/me', { headers: { cookie: `vnc-portal=${before}` } })).json()).toMatchObject({ name: 'mallory' });
    }
  });

  test('cannot open a console with the cookie of a person who visits it', async () => {
    for (const origin of ['https://evil.example', 'null', `${portal.origin}.evil.example`, portal.origin.replace('http', 'https')])
      expect((await refusalOf('desk', { cookie: mallory.cookie, origin }))[0]).toBe(403);
    expect((await refusalOf('desk', mallory.headers))[0]).toBe(101);
  });
});

describe('guessing', () => {
  const ofHosts = everyRoute().filter(({ path }) => path.startsWith('/api/v1/hosts/[id]'));

  test.each(ofHosts.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s does not tell a host that is not there from one that is not theirs',
    async (_name, route) => {
      const call = (id: string) =>
        mallory.request(addressOf(route, { id }), {
          method: route.method,
          headers: { 'content-type': 'application/json' },
          ...(route.method === 'GET' ? {} : { body: '{}' }),
        });
      const [theirs, none] = [await call('vault'), await call('no-such-host')];
      expect([theirs.status, theirs.text]).toEqual([none.status, none.text]);
      expect([403, 404]).toContain(theirs.status);
    },
  );

  test('neither does the upgrade, nor the page', async () => {
    expect(await refusalOf('vault', mallory.headers)).toEqual(await refusalOf('no-such-host', mallory.headers));
    const pages = [await mallory.get('/console/vault'), await mallory.get('/console/no-such-host')];
    expect(pages.map(({ status }) => status)).toEqual([404, 404]);
    expect(pages[0]!.text).not.toContain('vault</');
  });

  test("another person's sign-ins, tokens, consoles and attempts are as if they were not there", async () => {
    const { items } = (await admin.browser.get('/api/v1/me/logins')).json<{ items: { id: string }[] }>();
    const wrong: [string, string][] = [
      [`/api/v1/me/logins/${items[0]!.id}`, 'login_not_found'],
      [`/api/v1/tokens/${admin.tokenId}`, 'token_not_found'],
    ];
    for (const [path, code] of wrong) expect(codeOf(await mallory.delete(path))).toBe(code);
    const attempt = 'an-attempt-of-the-administrator';
    const console = await admin.browser.open('desk', { query: `?attempt=${attempt}` });
    const answers = [
      await mallory.get(`/api/v1/attempts/${attempt}`),
      await mallory.get('/api/v1/attempts/an-attempt-that-nobody-made-yet'),
    ];
    expect(answers.map(codeOf)).toEqual(['attempt_not_found', 'attempt_not_found']);
    await console.close();
  });
});

describe('a stored VNC password', () => {
  const elsewhere: [string, string, (id: string, target: string) => [string, unknown]][] = [
    ['an edit', 'PATCH', (id, target) => [`/hosts/${id}`, { targets: [target], credentials: { username: 'x' } }]],
    ['an import', 'POST', (id, target) => ['/hosts/import', { format: 'yaml', text: `- {id: ${id}, target: "${target}"}`, dryRun: false }]],
  ];

  test.each(elsewhere)(
    'is not given to a server to which %s points its host, neither by a test nor by a session',
    async (way, method, call) => {
      const answers: number[] = [];
      const thief = await startTcp((socket) => {
        const steps = [Buffer.from([1, 2]), Buffer.alloc(16, 7), Buffer.from([0, 0, 0, 0])];
        socket.write('RFB 003.008\n');
        socket.on('data', (bytes) => {
          answers.push(bytes.length);
          socket.write(steps.shift() ?? Buffer.alloc(0));
        });
      });
      const id = way.replace(' ', '-');
      await admin.api.addHost(id, 'vnc://127.0.0.1:1', { credentials: { password: 's3cret' } });
      await admin.api.must(method, ...call(id, thief.url));
      expect((await admin.api.must('POST', `/hosts/${id}/test`)).json()).toMatchObject({ ok: false });
      expect(await ending(admin.api, id)).toMatchObject({ closed: 1011 });
      await thief.stop();
      // The version, the choice, and at no time an answer to the challenge.
      expect(answers).toContain(12);
      expect(answers).not.toContain(16);
    },
  );
});

describe('a stolen session cookie', () => {
  /** Each call that takes a fresh proof, by the table of operations. */
  const guarded = (Object.entries(operations) as [string, Operation][]).filter(([, { stepUp }]) => stepUp);
  const bodies: Record<string, object> = {
    createUser: { name: 'made-by-a-thief', role: 'admin', password: ADMIN.password },
    updateUser: { password: 'chosen by a thief' },
    inviteUser: {},
    createToken: { name: 'made by a thief' },
    changePassword: { current: ADMIN.password, password: 'chosen by a thief' },
    confirmTotp: { code: '000000' },
    addPasskey: { ceremony: 'x', response: { id: 'x', type: 'public-key' } },
  };
  const call = (browser: WebBrowser, name: string, operation: Operation, id: string) =>
    browser.request(operationPath(operation, { id }), {
      method: operation.method,
      headers: { 'content-type': 'application/json' },
      ...(operation.body ? { body: JSON.stringify(bodies[name]) } : {}),
    });
  const age = (name: string) =>
    sql(
      portal,
      'update logins set proved_at = 0, factor_at = (case when factor_at is null then null else 0 end) where user_id = (select id from users where name = ?)',
      name,
    );

  test('is worth no password, factor, role, account or token, where the account has no second factor either', async () => {
    const thief = await portal.anotherAdmin('robbed');
    await age('robbed');
    for (const [name, operation] of guarded) {
      // It takes the password itself.
      if (name === 'changePassword') continue;
      const answer = await call(thief.browser, name, operation, malloryId);
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 403, 'fresh_password_needed']);
    }
    expect((await thief.browser.patch(`/api/v1/users/${malloryId}`, { displayName: 'Mallory M.' })).status).toBe(200);
    expect(codeOf(await thief.browser.post('/api/v1/me/fresh-password', { password: 'wrong' }))).toBe('invalid');
    expect(codeOf(await call(thief.browser, 'createToken', operations.createToken, ''))).toBe('fresh_password_needed');
  });

  test('is worth none of them where it has one; and the owner does all of it with a fresh proof', async () => {
    const { browser, userId } = await portal.anotherAdmin('careful');
    const { secret } = (await browser.post('/api/v1/me/factors/totp', {})).json<{ secret: string }>();
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    expect((await browser.post('/api/v1/me/factors/totp/confirm', { code: totp.generate() })).status).toBe(200);
    await age('careful');
    for (const [name, operation] of guarded) {
      const answer = await call(browser, name, operation, malloryId);
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 403, 'fresh_factor_needed']);
    }
    // The password is no way around it.
    expect((await browser.post('/api/v1/me/fresh-password', { password: ADMIN.password })).status).toBe(204);
    expect(codeOf(await call(browser, 'createToken', operations.createToken, ''))).toBe('fresh_factor_needed');
    const next = totp.generate({ timestamp: Date.now() + 30_000 });
    expect((await browser.post('/api/v1/me/fresh-factor/totp', { code: next })).status).toBe(204);
    expect((await call(browser, 'createToken', operations.createToken, '')).status).toBe(201);
    // Nor is the administrator's own account among the others'.
    for (const [method, path, body] of [
      ['PATCH', `/api/v1/users/${userId}`, { password: 'chosen by a thief' }],
      ['PATCH', `/api/v1/users/${userId}`, { role: 'user' }],
      ['DELETE', `/api/v1/users/${userId}/factors`, undefined],
      ['POST', `/api/v1/users/${userId}/invite`, {}],
      ['DELETE', `/api/v1/users/${userId}`, undefined],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const answer = await browser.request(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
      expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, 403, 'forbidden']);
    }
    expect((await browser.get('/api/v1/me')).json()).toMatchObject({ totp: true, role: 'admin' });
  });
});

describe('helping oneself', () => {
  const tries: [string, string, () => [string, unknown?]][] = [
    ['a grant', 'POST', () => ['/grants', { subject: { kind: 'user', id: malloryId }, target: { kind: 'all' }, access: 'control' }]],
    ['a place in a group', 'PUT', () => [`/groups/${groupId}/members/${malloryId}`]],
    ['another role', 'PATCH', () => [`/users/${malloryId}`, { role: 'admin' }]],
    ['an account', 'POST', () => ['/users', { name: 'mallory2', role: 'admin', password: ADMIN.password }]],
    ['an invitation', 'POST', () => [`/users/${malloryId}/invite`, {}]],
    ["somebody else's password", 'PATCH', () => [`/users/${admin.userId}`, { password: ADMIN.password }]],
    ["somebody else's second factors", 'DELETE', () => [`/users/${admin.userId}/factors`]],
    ['an edit of the host they control', 'PATCH', () => ['/hosts/desk', { targets: ['127.0.0.1:1'] }]],
    ['the host they control, removed', 'DELETE', () => ['/hosts/desk']],
    ['a host of their own', 'POST', () => ['/hosts', { id: 'mine', targets: ['127.0.0.1:1'] }]],
    ['an import', 'POST', () => ['/hosts/import', { format: 'yaml', text: '[]' }]],
    ['the VNC password of the host they control', 'PUT', () => ['/attempts/some-attempt-id-16/kept-credentials', { password: 'x' }]],
    ['the end of a console', 'DELETE', () => ['/sessions/some-id']],
    ['the audit', 'GET', () => ['/audit']],
  ];

  test.each(tries)('to %s is forbidden, by cookie and by token, and changes nothing', async (_what, method, call) => {
    const [path, body] = call();
    const { token } = await mallory.createToken('all that I may');
    const options = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const json = { 'content-type': 'application/json' };
    for (const headers of [
      { ...mallory.headers, ...json },
      { authorization: `Bearer ${token}`, ...json },
    ])
      expect(codeOf(await portal.http(`/api/v1${path}`, { ...options, headers }))).toBe('forbidden');
    expect((await mallory.get('/api/v1/me')).json()).toMatchObject({ role: 'user', groups: [] });
    expect((await refusalOf('vault', mallory.headers))[0]).toBe(404);
    expect((await refusalOf('desk', mallory.headers))[0]).toBe(101);
  });

  test('by headers of a proxy that is not there is in vain', async () => {
    const forged = {
      'x-forwarded-user': ADMIN.name,
      'remote-user': ADMIN.name,
      'x-remote-user': ADMIN.name,
      'x-auth-request-user': ADMIN.name,
      'x-vnc-portal-user': ADMIN.name,
      'x-vnc-portal-proxy-user': ADMIN.name,
      'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
      'x-forwarded-for': '127.0.0.1',
    };
    expect((await portal.http('/api/v1/me', { headers: forged })).status).toBe(401);
    expect((await refusalOf('desk', { ...forged, origin: portal.origin }))[0]).toBe(401);
    const page = await portal.http('/people', { headers: forged });
    expect(page.headers.location ?? '').toMatch(/\/sign-in/);
    expect((await portal.http('/api/v1/users', { headers: { ...forged, cookie: mallory.cookie } })).status).toBe(403);
  });
});

describe('a request that no browser sends', () => {
  const paths = [
    ...[
      '/',
      '/sign-in',
      '/console/%ff',
      '/%',
      '/%2e%2e',
      '/a/../b',
      '/%00',
      '/%5c',
      '/_next/static/x.js',
      '/_next/static/%ff',
      '/favicon.ico',
    ],
    ...['/api/v1/me', '/api/v1/hosts/%E0%A4%A', '/api/v1/hosts/%00', '/api/v1/hosts/a%2fb', '/api/v1/users/%zz/x', '/api', '/api/v2/x'],
    ...['/api/auth/callback/%', '/api/auth/callback/credentials', '/api/auth/callback/none', '/api/auth/signin/none', '/api/auth/csrf'],
    ...[
      '/api/auth/session?callbackUrl=http://[',
      '/api/auth/_log',
      '/_error',
      '/500',
      '/sign-in.rsc',
      '/_next/data/x/y.json',
      '//x/',
      '/readyz',
    ],
  ];
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'];
  const fields = [
    ['Next-Action: x'],
    ['Next-Router-State-Tree: garbage', 'RSC: 1'],
    ['Next-Router-State-Tree: %5B%5D', 'RSC: 1'],
    ['RSC: 1', 'Next-Router-Prefetch: x', 'Next-Router-Segment-Prefetch: /../..', 'Next-Url: %%'],
    ['X-Matched-Path: /x', 'X-Now-Route-Matches: 1=%', 'X-Invoke-Status: 500', 'X-Nextjs-Data: 1'],
    ['Cookie: a=%ff; callback-vnc-portal=http://[; csrf-vnc-portal=%; vnc-portal=%; locale-vnc-portal=%ff'],
    ['Range: bytes=x', 'If-None-Match: %', 'If-Modified-Since: x', 'Accept: ;;,,', 'Accept-Encoding: \xff'],
    ['Content-Type: application/json', 'Content-Length: 1', '', '{'],
    ['Content-Type: application/json', 'Content-Length: 4', '', 'null'],
    ['Content-Type: multipart/form-data', 'Content-Length: 1', '', 'x'],
    ['Content-Type: application/json; charset=\xff', 'Transfer-Encoding: chunked', '', '0', '', ''],
    ['Expect: x'],
    ['Authorization: Bearer \xff%', 'Origin: null', 'Referer: http://[', 'User-Agent: \xff'],
  ];
  const everyField = fields.flatMap((lines) => ['GET', 'POST'].map((method) => [method, lines] as const));
  const logLines = () => portal.process.stderr.length;

  async function answerTo(method: string, path: string, lines: readonly string[] = []): Promise<{ status: number; text: string }> {
    const head = lines.includes('') ? lines.slice(0, lines.indexOf('')) : lines;
    const body = lines.includes('') ? lines.slice(lines.indexOf('') + 1).join('\r\n') : '';
    const asked = [`${method} ${path} HTTP/1.1`, `Host: ${portal.host}`, 'Connection: close', ...head, '', body].join('\r\n');
    const { head: answer, text } = await ask(portal, Buffer.from(asked, 'latin1'));
    return { status: answer.status, text };
  }

  test.each(paths)('for %s is refused or answered, but never with 5xx, whatever its method', async (path) => {
    for (const method of methods) expect([method, (await answerTo(method, path)).status]).toEqual([method, expect.toSatisfy(isNoFault)]);
  });

  test.each(['/', '/sign-in', '/api/v1/me', '/api/v1/sign-in/password', '/api/auth/csrf', '/api/auth/callback/credentials'])(
    'with headers that make no sense is refused or answered by %s, but never with 5xx, and not one line goes to the log',
    async (path) => {
      const before = logLines();
      for (const [method, lines] of everyField) {
        const { status } = await answerTo(method, path, lines);
        expect([method, lines[0], status]).toEqual([method, lines[0], expect.toSatisfy(isNoFault)]);
      }
      expect(portal.process.stderr.slice(before)).toEqual([]);
    },
  );

  const isNoFault = (status: number): boolean => status >= 200 && status < 500;

  test.each(['_log', 'verify-request', 'nothing', '%5flog', '_log/x', 'callback/a/b', '', 'constructor'])(
    'for the next-auth action "%s" is told that there is none',
    async (action) => {
      for (const method of ['GET', 'POST']) {
        const { status, text } = await answerTo(method, `/api/auth/${action}`);
        expect([status, text]).toEqual([404, expect.stringContaining('"code":"not_found"')]);
      }
      for (const way of ['/api/%61uth/_log', '/api//auth/_log', '/api/auth%2f_log']) expect((await answerTo('POST', way)).status).toBe(404);
    },
  );

  test.each([
    ['/api/auth/callback/credentials', 64 * 1024],
    ['/api/v1/sign-in/password', 256 * 1024],
    ['/api/v1/hosts/bulk', 1024 * 1024],
  ])('to %s with more than %d bytes is refused 413, whether it says how many or not', async (path, most) => {
    const declared = await answerTo('POST', path, ['Content-Type: application/json', `Content-Length: ${most + 1}`]);
    expect([declared.status, declared.text]).toEqual([413, expect.stringContaining('"code":"too_large"')]);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const chunks = chunk.repeat(most / 0x10000 + 1);
    // A handler that has refused it already has answered with that.
    const { status } = await answerTo('POST', path, ['Content-Type: application/json', 'Transfer-Encoding: chunked', '', chunks]);
    expect([413, 401, 403]).toContain(status);
    if (path.startsWith('/api/auth/')) expect(status).toBe(413);
  });

  test('with two Hosts is refused 400, on pages, calls and health checks alike', async () => {
    for (const path of ['/', '/sign-in', '/api/v1/me', '/api/auth/csrf', '/_next/static/x.js', '/healthz', '/readyz']) {
      for (const host of [portal.host, 'evil.example', '']) expect((await answerTo('GET', path, [`Host: ${host}`])).status).toBe(400);
    }
  });

  test('with an upgrade that is none of ours is answered as if it did not ask for one', async () => {
    const upgrade = ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'];
    const asked = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: ${portal.host}\r\nConnection: Upgrade, HTTP2-Settings, close\r\n${upgrade.join('\r\n')}\r\n\r\n`;
    const statuses = [];
    for (const path of ['/healthz', '/sign-in', '/api/v1/me', '/vnc/desk'])
      statuses.push((await ask(portal, Buffer.from(asked(path)))).head.status);
    expect(statuses).toEqual([200, 200, 401, 426]);
  });
});
