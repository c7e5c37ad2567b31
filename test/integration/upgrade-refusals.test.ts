import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { accepting, startBackend, startEcho } from '../support/backends';
import type { Backend, Behaviour } from '../support/backends';
import { sql } from '../support/database';
import { clientFrame, closePayload, encodeFrame, opcodes } from '../support/frames';
import { freePort } from '../support/ports';
import { ask, openRawConsole } from '../support/raw-console';
import type { RawAnswer } from '../support/raw-console';
import { RawConnection, SAMPLE_ACCEPT, SAMPLE_KEY, upgradeRequest } from '../support/raw-connection';
import type { Fields, Head } from '../support/raw-connection';
import type { ApiClient } from '../support/api-client';
import { WebBrowser } from '../support/web-browser';
import { until } from '../support/waiting';

/** What a backend says that must reach nobody. */
const SECRET = 'from-the-backend';

let portal: Portal;
let admin: Administrator;
let desk: Backend;
let attempts = 0;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  desk = await startBackend(accepting);
  await admin.api.addHost('desk', desk.url);
});
afterAll(async () => {
  await desk.stop();
  await portal.stop();
});

const token = (): Fields => ({ Authorization: `Bearer ${admin.token}` });

/** Asks with everything right but what the fields change. */
function upgrade(fields: Fields = {}, path = '/vnc/desk', line?: string): Promise<RawAnswer> {
  return ask(portal, upgradeRequest(path, portal.host, { ...token(), ...fields }, line));
}

/** With bytes in place of a well-formed request. */
function send(change: (request: string) => string): Promise<RawAnswer> {
  return ask(portal, Buffer.from(change(upgradeRequest('/vnc/desk', portal.host, token())), 'latin1'));
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** One whole answer with the status, which the portal wrote and closed; nothing of the request or of a backend is in it. */
function expectRefusal({ head, body, text }: RawAnswer, status: number): void {
  expect(head.line).toBe(`HTTP/1.1 ${status} ${reasons[status]!}`);
  expect(head.header('connection')?.toLowerCase()).toBe('close');
  expect(head.header('upgrade') === undefined || status === 426).toBe(true);
  expect(head.header('set-cookie')).toBeUndefined();
  expect(Buffer.byteLength(body)).toBe(Number(head.header('content-length') ?? 0));
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain('desk');
  expect(text).not.toContain(admin.token);
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|node:|at .*\.js/);
}

function attemptId(): string {
  attempts += 1;
  return `attempt-${String(attempts).padStart(12, '0')}`;
}

describe('who asks', () => {
  test('401 for a request without any credentials', async () => {
    expectRefusal(await upgrade({ Authorization: undefined }), 401);
  });

  test('401 for a cookie that no sign-in made', async () => {
    const { name } = admin.browser.sessionCookie!;
    for (const value of ['', 'x', 'a.b.c', `${admin.browser.sessionCookie!.value}x`]) {
      expectRefusal(await upgrade({ Authorization: undefined, Cookie: `${name}=${value}`, Origin: portal.origin }), 401);
    }
  });

  test('401 for a token that was never issued, and for one that is no token at all', async () => {
    for (const value of [
      `Bearer vp_${'A'.repeat(43)}`,
      `Bearer ${admin.token}x`,
      'Bearer',
      'Bearer ',
      `Basic ${admin.token}`,
      admin.token,
    ]) {
      expectRefusal(await upgrade({ Authorization: value }), 401);
    }
  });

  test('401 for a bad token, whatever the cookie says', async () => {
    const cookie = { Cookie: admin.browser.cookie, Origin: portal.origin };
    expectRefusal(await upgrade({ Authorization: `Bearer vp_${'A'.repeat(43)}`, ...cookie }), 401);
  });

  test('401 for an expired token', async () => {
    const { id, token: value } = await admin.browser.createToken('expires', 1);
    const raw = await openRawConsole(portal, '/vnc/desk', { Authorization: `Bearer ${value}` });
    raw.close();
    await sql(portal, 'update tokens set expires_at = ? where id = ?', Date.now() - 1, id);
    expectRefusal(await upgrade({ Authorization: `Bearer ${value}` }), 401);
  });

  test('401 for a sign-in that has expired, was ended, or belongs to a disabled user', async () => {
    const people = await Promise.all(['expired', 'ended', 'disabled'].map((name) => portal.anotherAdmin(name)));
    const asked = (who: Administrator): Fields => ({ Authorization: undefined, Cookie: who.browser.cookie, Origin: portal.origin });
    const kept = people.map(asked);
    for (const fields of kept) (await openRawConsole(portal, '/vnc/desk', fields)).close();
    await sql(portal, 'update logins set expires_at = ? where user_id = ?', Date.now() - 1, people[0]!.userId);
    await people[1]!.browser.signOut();
    await admin.api.must('PATCH', `/users/${people[2]!.userId}`, { disabled: true });
    for (const fields of kept) expectRefusal(await upgrade(fields), 401);
    expectRefusal(await upgrade({ Authorization: `Bearer ${people[2]!.token}` }), 401);
  });
});

describe('Origin', () => {
  const cookie = (origin: string | string[] | undefined): Fields => ({
    Authorization: undefined,
    Cookie: admin.browser.cookie,
    Origin: origin,
  });

  test("101 for a cookie with the portal's own Origin", async () => {
    (await openRawConsole(portal, '/vnc/desk', cookie(portal.origin))).close();
  });

  test('403 for a cookie without an Origin', async () => {
    expectRefusal(await upgrade(cookie(undefined)), 403);
  });

  test('403 for a foreign Origin, however alike', async () => {
    const foreign = [
      'https://evil.example',
      'null',
      '',
      `https://${portal.host}`,
      `http://127.0.0.1`,
      `http://127.0.0.1:${portal.port}.evil.example`,
      `http://127.0.0.1:${portal.port}0`,
      `http://localhost:${portal.port}`,
      `${portal.origin}/`,
      `${portal.origin}, ${portal.origin}`,
      `http://evil.example@${portal.host}`,
    ];
    for (const origin of foreign) expectRefusal(await upgrade(cookie(origin)), 403);
  });

  test('403 for two Origins, even if both are right', async () => {
    expectRefusal(await upgrade(cookie([portal.origin, portal.origin])), 403);
    expectRefusal(await upgrade(cookie(['https://evil.example', portal.origin])), 403);
  });

  test('403 for a token that a foreign page sends', async () => {
    expectRefusal(await upgrade({ Origin: 'https://evil.example' }), 403);
  });
});

describe('which host', () => {
  test('404 for an unknown host and for one that the user may not open, in the same bytes', async () => {
    await admin.api.create('/users', { name: 'helen', role: 'user', password: ADMIN.password });
    const browser = new WebBrowser(portal);
    await browser.signIn('helen', ADMIN.password);
    const fields: Fields = { Authorization: `Bearer ${(await browser.createToken('t')).token}` };
    const [unknown, forbidden] = [await upgrade(fields, '/vnc/no-such-host'), await upgrade(fields)];
    expectRefusal(unknown, 404);
    expectRefusal(forbidden, 404);
    expect(forbidden.text).toBe(unknown.text);
    expect((await upgrade({}, '/vnc/no-such-host')).text).toBe(unknown.text);
  });

  test.each([
    '/vnc/../admin',
    '/vnc/../vnc/desk',
    '/vnc/./desk',
    '/vnc/%2e%2e/admin',
    '/vnc/%64esk',
    '/vnc/desk%00',
    '/vnc/%zz',
    '//evil',
    '//evil/vnc/desk',
    '/vnc//desk',
    '//vnc/desk',
    '/vnc%2fdesk',
    '/vnc/desk%2f..',
    '/vnc/desk/',
    '/vnc/desk/x',
    '/vnc/desk;x=1',
    '/vnc/desk%20',
    '/vnc/DESK',
    '/VNC/desk',
    '/vnc/-desk',
    '/vnc/de_sk',
    `/vnc/${'a'.repeat(64)}`,
    '/vnc/',
    '/vnc',
    '/',
    '/sign-in',
    '/console/desk',
    '/api/v1/hosts',
    '/_next/webpack-hmr',
    '\\vnc\\desk',
    'vnc/desk',
    '*',
  ])('404 for the path %s', async (path) => {
    const answer = await upgrade({}, path);
    // What is no path at all may be refused by the HTTP parser already.
    if (!path.startsWith('/') && answer.head.status === 400) expectRefusal(answer, 400);
    else expectRefusal(answer, 404);
  });

  test('the query of an address is not its path', async () => {
    (await openRawConsole(portal, '/vnc/desk?x=/../admin', token())).close();
    expectRefusal(await upgrade({}, '/?/vnc/desk'), 404);
  });
});

describe('what kind of request', () => {
  test('400 without a Host', async () => {
    expectRefusal(await upgrade({ Host: undefined }), 400);
  });

  test('400 for two Hosts', async () => {
    expectRefusal(await upgrade({ Host: [portal.host, portal.host] }), 400);
    expectRefusal(await upgrade({ Host: [portal.host, 'evil.example'] }), 400);
  });

  test('400 for a Host that is no authority', async () => {
    for (const host of ['', 'a b', 'evil.example/', 'x@y', 'a,b', '[::1', `${portal.host}:1`])
      expectRefusal(await upgrade({ Host: host }), 400);
  });

  test('400 for an absolute-form target of another host', async () => {
    expectRefusal(await upgrade({}, 'http://evil.example/vnc/desk'), 400);
    expectRefusal(await upgrade({ Host: 'evil.example' }, `${portal.origin}/vnc/desk`), 400);
  });

  test('101 for an absolute-form target of the portal itself', async () => {
    (await openRawConsole(portal, `${portal.origin}/vnc/desk`, token())).close();
  });

  test('400 for HTTP/1.0', async () => {
    expectRefusal(await upgrade({}, '/vnc/desk', 'GET /vnc/desk HTTP/1.0'), 400);
  });

  test('400 for a missing, a bad or a second Sec-WebSocket-Key', async () => {
    for (const key of [
      undefined,
      '',
      'x',
      SAMPLE_KEY.slice(1),
      `${SAMPLE_KEY}AAAA`,
      '!!!!!!!!!!!!!!!!!!!!!!==',
      [SAMPLE_KEY, SAMPLE_KEY],
    ]) {
      expectRefusal(await upgrade({ 'Sec-WebSocket-Key': key }), 400);
    }
  });

  test('426 for another version than 13, naming 13', async () => {
    for (const version of ['8', '0', '14', '', '13, 8', undefined]) {
      const answer = await upgrade({ 'Sec-WebSocket-Version': version });
      expectRefusal(answer, 426);
      expect(answer.head.header('sec-websocket-version')).toBe('13');
    }
  });

  test('426 for an upgrade to something else', async () => {
    expectRefusal(await upgrade({ Upgrade: 'h2c' }), 426);
  });

  test('426 for a plain GET', async () => {
    const answer = await portal.http('/vnc/desk', { headers: admin.api.headers });
    expect(answer.status).toBe(426);
    expect(answer.headers['sec-websocket-version']).toBe('13');
  });

  test('400 for a body on the upgrade', async () => {
    expectRefusal(await send((request) => request.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\nHello')), 400);
    expectRefusal(
      await send((request) => request.replace('\r\n\r\n', '\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n')),
      400,
    );
  });

  test('400 for a bare LF, a folded header, a NUL in a header and a space before the colon', async () => {
    expectRefusal(await send((request) => request.replaceAll('\r\n', '\n')), 400);
    expectRefusal(await send((request) => request.replace('\r\nUpgrade', '\nUpgrade')), 400);
    expectRefusal(await send((request) => request.replace('\r\n\r\n', '\r\nX-Folded: one\r\n two\r\n\r\n')), 400);
    expectRefusal(await send((request) => request.replace('\r\n\r\n', '\r\nX-Nul: a\0b\r\n\r\n')), 400);
    expectRefusal(await send((request) => request.replace('Upgrade: websocket', 'Upgrade : websocket')), 400);
  });

  test('431 for more than 16 KiB of headers, whether one is long or many are short', async () => {
    expectRefusal(await upgrade({ 'X-Long': 'a'.repeat(17 * 1024) }), 431);
    expectRefusal(await upgrade({ 'X-Many': Array.from({ length: 1500 }, () => 'a'.repeat(10)) }), 431);
  });

  test('a header past the thousandth is still read', async () => {
    const many = Array.from({ length: 1200 }, () => '');
    const answer = await send((request) =>
      request.replace('\r\n\r\n', `\r\n${many.map(() => 'X:').join('\r\n')}\r\nOrigin: https://evil.example\r\n\r\n`),
    );
    expectRefusal(answer, 403);
  });

  test('405 for POST', async () => {
    const answer = await upgrade({}, '/vnc/desk', 'POST /vnc/desk HTTP/1.1');
    expectRefusal(answer, 405);
    expect(answer.head.header('allow')).toBe('GET');
  });

  test('a refused client that goes on sending, byte by byte, is cut', async () => {
    const raw = await RawConnection.open(portal.port);
    await raw.write(upgradeRequest('/vnc/desk', portal.host));
    expect((await raw.head()).status).toBe(401);
    const drips = setInterval(() => void raw.write('a').catch(() => undefined), 200);
    await raw.closed.finally(() => clearInterval(drips));
  });

  test('no refused request reaches the host', async () => {
    const before = desk.connections.length;
    await upgrade({ Authorization: undefined });
    await upgrade({ Origin: 'https://evil.example' });
    await upgrade({ 'Sec-WebSocket-Key': 'x' });
    expect(desk.connections.length).toBe(before);
  });
});

describe('a host that misbehaves', () => {
  const secrets = `X-Secret: ${SECRET}\r\nServer: ${SECRET}\r\nSet-Cookie: ${SECRET}=1\r\nLocation: http://${SECRET}/\r\n`;
  const body = `Content-Length: ${SECRET.length}\r\n\r\n${SECRET}`;
  const answer =
    (text: string): Behaviour =>
    async (connection) => {
      await connection.write(Buffer.from(text, 'latin1'));
      connection.fin();
    };
  const upgradeAnd = (lines: string[]): Behaviour =>
    answer(['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', ...lines, '', ''].join('\r\n'));
  const right = (connection: Parameters<Behaviour>[0], extra: string[]): Promise<void> => connection.accept({ extra });

  const misbehaviours: [string, Behaviour, string][] = [
    ['answers 200', answer(`HTTP/1.1 200 OK\r\n${secrets}${body}`), 'host_not_websocket'],
    ['answers 302', answer(`HTTP/1.1 302 Found\r\n${secrets}${body}`), 'host_not_websocket'],
    [
      'answers 401',
      answer(`HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="${SECRET}"\r\n${secrets}${body}`),
      'host_not_websocket',
    ],
    ['answers 403', answer(`HTTP/1.1 403 Forbidden\r\n${secrets}${body}`), 'host_not_websocket'],
    [
      'answers 403 in chunks',
      answer(`HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n`),
      'host_not_websocket',
    ],
    ['answers 403 and goes on for ever', (c) => c.write(`HTTP/1.1 403 Forbidden\r\n${secrets}\r\n${SECRET}`), 'host_not_websocket'],
    ['answers 101 without Sec-WebSocket-Accept', (c) => c.accept({ accept: null }), 'host_not_websocket'],
    ['answers 101 with a wrong Sec-WebSocket-Accept', (c) => c.accept({ accept: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }), 'host_not_websocket'],
    ['answers 101 for another protocol', upgradeAnd(['Upgrade: h2c', `Sec-WebSocket-Accept: ${SAMPLE_ACCEPT}`]), 'host_not_websocket'],
    ['negotiates an extension', (c) => right(c, ['Sec-WebSocket-Extensions: permessage-deflate']), 'host_not_websocket'],
    ['chooses a subprotocol that nobody offered', (c) => right(c, ['Sec-WebSocket-Protocol: mqtt']), 'host_not_websocket'],
    ['speaks RFB at once', (c) => c.write('RFB 003.008\n'), 'host_not_websocket'],
    ['answers nothing and closes', (c) => c.fin(), 'host_unreachable'],
    ['resets after the request', (c) => c.reset(), 'host_unreachable'],
    ['resets in the middle of its answer', (c) => c.write('HTTP/1.1 101 Swi').then(() => c.reset()), 'host_unreachable'],
    ['sends headers without end', (c) => c.write(`HTTP/1.1 101 Switching Protocols\r\nX: ${'a'.repeat(100_000)}`), 'host_not_websocket'],
  ];

  test.each(misbehaviours)('502 for a host that %s, without its headers or body', async (_title, behaviour, code) => {
    const backend = await startBackend(behaviour);
    const [id, attempt] = [`bad-${backend.port}`, attemptId()];
    await admin.api.addHost(id, backend.url);
    try {
      expectRefusal(await upgrade({}, `/vnc/${id}?attempt=${attempt}`), 502);
      const outcome = await admin.api.attempt(attempt);
      expect(outcome).toMatchObject({ id: attempt, state: 'refused', code });
      expect(outcome.message).toMatch(/\S.*\.$/);
      expect(outcome.next).toMatch(/\S.*\.$/);
      await until('the portal to let go of the host', () =>
        backend.connections.every(({ socket }) => socket.destroyed || socket.readableEnded),
      );
    } finally {
      await backend.stop();
    }
  });

  test('502 for a host that resets before it has read anything', async () => {
    const backend = await startBackend(accepting, { onConnect: (socket) => socket.resetAndDestroy() });
    await admin.api.addHost('resets', backend.url);
    expectRefusal(await upgrade({}, '/vnc/resets'), 502);
    await backend.stop();
  });

  test('502 for a port where nothing listens', async () => {
    const attempt = attemptId();
    await admin.api.addHost('nobody', `ws://127.0.0.1:${await freePort()}/`);
    expectRefusal(await upgrade({}, `/vnc/nobody?attempt=${attempt}`), 502);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_unreachable' });
  });

  test('502 for a name that does not exist', async () => {
    const attempt = attemptId();
    await admin.api.addHost('nameless', 'ws://no-such-host.invalid:6080/');
    expectRefusal(await upgrade({}, `/vnc/nameless?attempt=${attempt}`), 502);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_name_not_found' });
  });

  test('502 for wss to a port that speaks no TLS', async () => {
    const attempt = attemptId();
    const plain = await startEcho();
    await admin.api.addHost('no-tls', plain.url.replace('ws:', 'wss:'));
    expectRefusal(await upgrade({}, `/vnc/no-tls?attempt=${attempt}`), 502);
    await plain.stop();
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'tls_failed' });
  });

  test.each([
    ['vnc', 'host_unreachable'],
    ['vncs', 'host_unreachable'],
    ['vnc+unix', 'host_unreachable'],
  ])('502 for %s:// where nothing listens', async (scheme, code) => {
    const [id, attempt] = [`direct-${scheme.replace('+', '-')}`, attemptId()];
    await admin.api.addHost(id, scheme === 'vnc+unix' ? 'vnc+unix:///tmp/no-such-vnc.sock' : `${scheme}://127.0.0.1:${await freePort()}`);
    expectRefusal(await upgrade({}, `/vnc/${id}?attempt=${attempt}`), 502);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code });
  });

  test('502 for a policy that cannot be enforced yet: it is never dropped in silence', async () => {
    const opened = desk.connections.length;
    const attempt = attemptId();
    await admin.api.addHost('recorded', desk.url, { policy: { record: true } });
    for (const query of ['', '&view=1']) {
      expectRefusal(await upgrade({}, `/vnc/recorded?attempt=${attempt}${query}`), 502);
      expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'not_supported' });
    }
    expect(desk.connections.length).toBe(opened);
  });

  test('502 for rules of a host that does not speak RFB: they could not be kept', async () => {
    const ssh = await startBackend((c) => c.accept({ first: encodeFrame('SSH-2.0-OpenSSH_9.2') }));
    const policies = [{ clipboard: 'none' }, { clipboard: 'in' }, { clipboard: 'out' }, { exclusive: true }] as const;
    for (const [index, policy] of policies.entries()) {
      const attempt = attemptId();
      await admin.api.addHost(`policy-${index}`, ssh.url, { policy });
      expectRefusal(await upgrade({}, `/vnc/policy-${index}?attempt=${attempt}`), 502);
      expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_not_rfb' });
    }
    const attempt = attemptId();
    await admin.api.addHost('watched', ssh.url);
    expectRefusal(await upgrade({}, `/vnc/watched?view=1&attempt=${attempt}`), 502);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_not_rfb' });
    await ssh.stop();
  });

  test('502 for a target that became forbidden, by address and by name', async () => {
    const guarded = await startPortal({ env: { ALLOWED_TARGETS: '10.0.0.0/8' } });
    const { api, token: value } = await guarded.admin();
    const refused = await api.call('POST', '/hosts', { id: 'here', targets: [desk.url] });
    expect(refused.status).toBe(400);
    expect(refused.json<{ error: { code: string; fields: object } }>().error).toMatchObject({ code: 'invalid', fields: {} });
    const attempt = attemptId();
    await api.addHost('named', `ws://localhost:${desk.port}/`);
    const request = upgradeRequest(`/vnc/named?attempt=${attempt}`, guarded.host, { Authorization: `Bearer ${value}` });
    expectRefusal(await ask(guarded, request), 502);
    expect(await api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'target_not_allowed' });
    await guarded.stop();
  });

  test('504 for a host that is silent, before TLS or after the request; and a client that drips its headers is cut', async () => {
    const silent = await startBackend(() => undefined);
    const attempt = attemptId();
    await admin.api.addHost('silent', silent.url);
    await admin.api.addHost('silent-tls', silent.url.replace('ws:', 'wss:'));
    const drip = async (): Promise<string> => {
      const raw = await RawConnection.open(portal.url);
      const timer = setInterval(() => raw.socket.write('a'), 500);
      await raw.write(upgradeRequest('/vnc/desk', portal.host, token()).slice(0, 40));
      const text = (await raw.rest(25_000)).toString();
      clearInterval(timer);
      raw.close();
      return text;
    };
    const [plain, tls, dripped] = await Promise.all([
      upgrade({}, `/vnc/silent?attempt=${attempt}`),
      upgrade({}, '/vnc/silent-tls'),
      drip(),
    ]);
    expectRefusal(plain, 504);
    expectRefusal(tls, 504);
    expect(dripped).toMatch(/^(HTTP\/1\.1 408 .*)?/);
    expect(dripped).not.toContain(' 101 ');
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_timeout' });
    await silent.stop();
  });
});

describe('what the page learns that was refused', () => {
  test('the reason is told to who made the attempt, and to nobody else', async () => {
    const attempt = attemptId();
    await upgrade({}, `/vnc/no-such-host?attempt=${attempt}`);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'host_not_found' });
    const other = await portal.anotherAdmin('curious');
    const answer = await other.api.call('GET', `/attempts/${attempt}`);
    expect(answer.status).toBe(404);
    expect(answer.json<{ error: { code: string } }>().error.code).toBe('attempt_not_found');
  });

  test('a page under a wrong address learns that its Origin is foreign', async () => {
    const attempt = attemptId();
    const fields = { Authorization: undefined, Cookie: admin.browser.cookie, Origin: 'https://old-name.example' };
    expectRefusal(await upgrade(fields, `/vnc/desk?attempt=${attempt}`), 403);
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'refused', code: 'foreign_origin' });
  });

  test('an attempt that succeeded is open, and ended after its end', async () => {
    const attempt = attemptId();
    const raw = await openRawConsole(portal, `/vnc/desk?attempt=${attempt}`, token());
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'open', code: '' });
    desk.connections.at(-1)!.fin();
    await raw.rest();
    raw.fin();
    await until('the end', async () => (await admin.api.attempt(attempt)).state === 'ended');
    expect(await admin.api.attempt(attempt)).toMatchObject({ state: 'ended', code: 'host_closed' });
  });

  test('refusals stand in the audit table with who asked and why', async () => {
    await upgrade({}, '/vnc/audited-host');
    const rows = await until('the row', async () => {
      const found = await admin.api.audit({ action: 'console.refuse', host: 'audited-host' });
      return found.length > 0 && found;
    });
    expect(rows[0]).toMatchObject({ actorName: ADMIN.name, address: '127.0.0.1', detail: { status: 404, code: 'host_not_found' } });
  });
});

describe('what goes to the backend', () => {
  async function forwarded(fields: Fields, path = '/vnc/desk', on: Portal = portal): Promise<Head> {
    const count = desk.connections.length;
    const raw = await openRawConsole(on, path, fields);
    const { request } = await desk.connection(count + 1);
    raw.close();
    return request;
  }

  test("neither cookies, nor Authorization, nor headers of the client's own, and the host's own Origin", async () => {
    const cookie = { Cookie: `${admin.browser.cookie}; other=1`, Origin: portal.origin };
    for (const fields of [cookie, { ...cookie, ...token() }]) {
      const request = await forwarded({
        ...fields,
        'Proxy-Authorization': 'Basic x',
        'X-Secret': 'x',
        Forwarded: 'for=1.2.3.4',
        'X-Vnc-Portal-Address': '1.2.3.4',
      });
      for (const name of ['cookie', 'authorization', 'proxy-authorization', 'x-secret', 'forwarded', 'x-vnc-portal-address']) {
        expect(request.header(name)).toBeUndefined();
      }
      expect(request.text).not.toContain(admin.token);
      expect(request.header('origin')).toBe(`http://127.0.0.1:${desk.port}`);
    }
  });

  test("the host's own address, path and name", async () => {
    const request = await forwarded(token(), '/vnc/desk?attempt=abcdefghijklmnopqrst&token=x');
    expect(request.line).toBe('GET /websockify HTTP/1.1');
    expect(request.header('host')).toBe(`127.0.0.1:${desk.port}`);
  });

  test('who asked, and by which address, which a client cannot forge', async () => {
    const forged = {
      'X-Forwarded-For': '203.0.113.7',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'evil.example',
      'X-Real-IP': '203.0.113.7',
    };
    for (const fields of [token(), { ...token(), ...forged }]) {
      const request = await forwarded(fields);
      expect(request.header('x-forwarded-for')).toBe('127.0.0.1');
      expect(request.header('x-real-ip')).toBe('127.0.0.1');
      expect(request.header('x-forwarded-proto')).toBe('http');
      expect(request.header('x-forwarded-host')).toBe(portal.host);
    }
  });

  test("a trusted proxy's word about who asked is believed, but not what the client told that proxy", async () => {
    const behind = await startPortal({ env: { TRUSTED_PROXIES: '127.0.0.1/32, 10.0.0.0/8' } });
    const { api, token: value } = await behind.admin();
    await api.addHost('desk', desk.url);
    const fields = {
      Authorization: `Bearer ${value}`,
      'X-Forwarded-For': '198.51.100.1, 203.0.113.7, 10.1.2.3',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'vnc.example',
    };
    const request = await forwarded(fields, '/vnc/desk', behind);
    expect(request.header('x-real-ip')).toBe('203.0.113.7');
    expect(request.header('x-forwarded-proto')).toBe('https');
    expect(request.header('x-forwarded-host')).toBe('vnc.example');
    // The Origin is then compared with the address that people type.
    (await openRawConsole(behind, '/vnc/desk', { ...fields, Origin: 'https://vnc.example' })).close();
    await expect(openRawConsole(behind, '/vnc/desk', { ...fields, Origin: behind.origin })).rejects.toThrow('403');
    await behind.stop();
  });

  test('no compression is offered, and none is negotiated with the client', async () => {
    const count = desk.connections.length;
    const raw = await accepted({ ...token(), 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' });
    expect(raw.header('sec-websocket-extensions')).toBeUndefined();
    expect((await desk.connection(count + 1)).request.header('sec-websocket-extensions')).toBeUndefined();
  });

  test('binary is offered to the host when the client offers nothing, and then not echoed', async () => {
    const count = desk.connections.length;
    const answer = await accepted(token());
    expect(answer.header('sec-websocket-protocol')).toBeUndefined();
    expect((await desk.connection(count + 1)).request.header('sec-websocket-protocol')).toBe('binary');
  });

  test('binary is echoed to a client that offered it, among others too', async () => {
    for (const offered of ['binary', 'base64, binary', ['chat', 'binary']]) {
      const answer = await accepted({ ...token(), 'Sec-WebSocket-Protocol': offered });
      expect(answer.header('sec-websocket-protocol')).toBe('binary');
    }
  });

  test("the answer is 101 with the right accept value and nothing of the host's own headers", async () => {
    const chatty = await startBackend((c) => c.accept({ extra: [`X-Secret: ${SECRET}`, `Set-Cookie: a=${SECRET}`, `Server: ${SECRET}`] }));
    await admin.api.addHost('chatty', chatty.url);
    const answer = await accepted(token(), '/vnc/chatty');
    expect(answer.line).toBe('HTTP/1.1 101 Switching Protocols');
    expect(answer.header('sec-websocket-accept')).toBe(SAMPLE_ACCEPT);
    expect(answer.header('upgrade')?.toLowerCase()).toBe('websocket');
    expect(answer.text).not.toContain(SECRET);
    await chatty.stop();
  });

  /** The head of a 101. */
  async function accepted(fields: Fields, path = '/vnc/desk'): Promise<Head> {
    const raw = await RawConnection.open(portal.url);
    await raw.write(upgradeRequest(path, portal.host, fields));
    const head = await raw.head();
    expect(head.status).toBe(101);
    raw.close();
    return head;
  }
});

describe('a client that closes its side while its host is dialled', () => {
  test('gives its slot back, and the dial ends: with nothing sent, and right behind a frame', async () => {
    const silent = await startBackend(() => undefined);
    await admin.api.addHost('one-viewer', silent.url, { policy: { maxViewers: 1 } });
    const request = upgradeRequest('/vnc/one-viewer', portal.host, token());
    const early = clientFrame(Buffer.from('RFB 003.008\n'), opcodes.binary);
    for (const [index, bytes] of [Buffer.alloc(0), early].entries()) {
      const raw = await RawConnection.open(portal.url);
      await raw.write(Buffer.concat([Buffer.from(request, 'latin1'), bytes]));
      const dialled = await silent.connection(index + 1);
      raw.fin();
      // The portal cuts the half-open request to the host, and ends the client's connection: nobody waits for the ten seconds of a dial.
      expect(await dialled.rest(5_000)).toEqual(Buffer.alloc(0));
      expect((await raw.rest(5_000)).toString()).toBe('');
    }
    const ends = await until('the ends of both', async () => {
      const rows = await admin.api.audit({ action: 'console.end', host: 'one-viewer' });
      return rows.length === 2 && rows;
    });
    for (const { detail } of ends) expect(detail).toMatchObject({ reason: 'left before the host answered' });
    await silent.stop();
  });
});

describe('limits', () => {
  test('429 for one console more than the user, the host or the portal may have; and room again when one ends', async () => {
    const small = await startPortal({ env: { MAX_CONSOLES_PER_USER: '2', MAX_CONSOLES: '3' } });
    const first = await small.admin();
    const second = await small.anotherAdmin('second');
    await first.api.addHost('desk', desk.url);
    await first.api.addHost('single', desk.url, { policy: { maxViewers: 1 } });
    const open = (who: ApiClient, host: string): Promise<RawConnection> =>
      openRawConsole(small, `/vnc/${host}`, { Authorization: `Bearer ${who.token}` });
    const refused = async (who: ApiClient, host: string, code: string): Promise<void> => {
      const attempt = attemptId();
      const request = upgradeRequest(`/vnc/${host}?attempt=${attempt}`, small.host, { Authorization: `Bearer ${who.token}` });
      expectRefusal(await ask(small, request), 429);
      expect(await who.attempt(attempt)).toMatchObject({ state: 'refused', code });
    };
    const one = await open(first.api, 'single');
    await refused(second.api, 'single', 'too_many_consoles_host');
    await open(first.api, 'desk');
    await refused(first.api, 'desk', 'too_many_consoles_user');
    await open(second.api, 'desk');
    await refused(second.api, 'desk', 'too_many_consoles');
    await one.write(clientFrame(closePayload(1000), opcodes.close));
    one.fin();
    await until('room for another console', async () => (await first.api.sessions()).length === 2);
    (await open(second.api, 'single')).close();
    await small.stop();
  });
});
