/** What a person is told when the portal cannot sign in to a VNC server, or should not. */

import { generateKeyPairSync } from 'node:crypto';
import type net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HostCreateInput } from '../../server/contract/host';
import { account, certificates, password, wrong } from '../support/login-matrix';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { attemptId, type Failure, fail, see, startFront, startTcp } from '../support/relay';
import { logInTo } from '../support/rfb-login';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc, TigerVncOptions } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startWayVnc } from '../support/wayvnc';

/** Of nothing. */
const OTHER_FINGERPRINT = Array(32).fill('AB').join(':');

const made = certificates();
let portal: Portal;
let admin: Administrator;
let hosts = 0;
const running: { stop(): Promise<unknown> }[] = [];

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
});
afterEach(async () => {
  for (const server of running.splice(0).reverse()) await server.stop();
});
afterAll(async () => portal.stop());

function keep<T extends { stop(): Promise<unknown> }>(server: T): T {
  running.push(server);
  return server;
}

async function tigerVnc(options: TigerVncOptions): Promise<TigerVnc> {
  return keep(await startTigerVnc({ text: 'hello', ...options }));
}

const at = ({ port }: { port: number }): string => `vnc://127.0.0.1:${port}`;

async function register(target: string, host: Partial<HostCreateInput> = {}): Promise<string> {
  hosts += 1;
  await admin.api.addHost(`host-${hosts}`, target, host);
  return `host-${hosts}`;
}

/** Every diagnosis is two whole sentences or more: what happened, and what to do. */
function expectFailure(failure: Failure, expected: Partial<Failure>): void {
  expect(failure).toMatchObject(expected);
  expect(failure.message).toMatch(/\S.*[.)]$/);
  expect(failure.next).toMatch(/\S.*\.$/);
  expect(`${failure.message} ${failure.next}`).not.toContain(password);
}

const loginFailed = { closed: 1011, reason: 'host login failed', state: 'ended', code: 'host_login_failed' } as const;
const unusable = { closed: 1011, reason: 'host cannot be used', state: 'ended' } as const;

describe('a wrong password', () => {
  test("ends the console with 1011, with the server's own words", async () => {
    const id = await register(at(await tigerVnc({ password })), { credentials: { password: 'wrong' } });
    const failure = await fail(admin.api, id);
    expectFailure(failure, loginFailed);
    expect(failure.message).toContain('Authentication failure');
  });

  test("of wayvnc does so too, though the server's answer begins like success", async () => {
    const { port } = keep(await startWayVnc({ account: { ...account, certificate: made.server } }));
    const host = { credentials: { ...account, password: 'wrong' }, tls: { ca: made.authority.ca } };
    expectFailure(await fail(admin.api, await register(at({ port }), host)), loginFailed);
  });

  test('keeps everybody from the server for a while, without touching it, until somebody changes the host', async () => {
    const front = keep(await startFront((await tigerVnc({ password })).port));
    const id = await register(front.url, { credentials: { password: 'wrong' } });
    expectFailure(await fail(admin.api, id), loginFailed);
    const other = await portal.anotherAdmin('next-in-line');
    for (const { api } of [admin, other]) {
      const blocked = await fail(api, id);
      expectFailure(blocked, { status: 502, state: 'refused', code: 'host_login_blocked' });
      expect(Date.parse(/until ([\dTZ:.-]+)/.exec(blocked.message)![1]!)).toBeGreaterThan(Date.now());
    }
    expect(front.accepted).toBe(1);
    await admin.api.updateHost(id, { credentials: { password } });
    await see(admin.api, id);
    expect(front.accepted).toBe(2);
  });

  test('on one host keeps nobody from another', async () => {
    const { port } = await tigerVnc({ password });
    const bad = await register(at({ port }), { credentials: { password: 'wrong' } });
    const good = await register(at({ port }), { credentials: { password } });
    expectFailure(await fail(admin.api, bad), loginFailed);
    await see(admin.api, good);
  });
});

test('a viewer who leaves while the server still thinks about the password blocks nobody', async () => {
  let thinking = 0;
  const slow = keep(
    await startTcp((socket) => {
      const answers = [Buffer.from([1, 2]), Buffer.alloc(16, 7)];
      socket.write('RFB 003.008\n');
      socket.on('data', () => (answers.length > 0 ? socket.write(answers.shift()!) : (thinking += 1)));
    }),
  );
  const id = await register(slow.url, { credentials: { password } });
  for (let times = 1; times <= 2; times++) {
    const attempt = attemptId();
    const console = await admin.api.open(id, { query: `?attempt=${attempt}` });
    await until('the password to be sent', () => thinking === times);
    await console.close();
    const ended = await admin.api.attempt(attempt);
    expect(ended).toMatchObject({ state: 'ended', code: '' });
  }
});

test("TigerVNC's blacklist is told from a wrong password, and then left alone", async () => {
  const server = await tigerVnc({ password, blacklistAfter: 2 });
  const front = keep(await startFront(server.port));
  for (let times = 0; times < 3; times++) await logInTo(server, wrong).catch(() => undefined);
  const id = await register(front.url, { credentials: { password } });
  const failure = await fail(admin.api, id);
  expectFailure(failure, { closed: 1011, reason: 'host login failed', state: 'ended', code: 'host_locked_out' });
  expect(failure.message).toContain('Too many security failures');
  expectFailure(await fail(admin.api, id), { status: 502, code: 'host_login_blocked' });
  expect(front.accepted).toBe(1);
});

describe('a certificate', () => {
  const x509 = async (): Promise<TigerVnc> => tigerVnc({ password, securityTypes: 'X509Vnc', certificate: made.server });

  test.each([
    ['signed by nobody whom the host names', () => ({ ca: made.stranger.ca }), 'certificate_untrusted'],
    ["signed by nobody whom the portal's system knows", () => ({}), 'certificate_untrusted'],
    ['for another name', () => ({ ca: made.authority.ca, servername: 'other.example' }), 'certificate_wrong_name'],
    ['other than the pinned one', () => ({ ca: made.authority.ca, pin: OTHER_FINGERPRINT }), 'certificate_changed'],
  ] as const)('%s ends the console before the password is sent', async (_title, tls, code) => {
    const id = await register(at(await x509()), { credentials: { password }, tls: tls() });
    expectFailure(await fail(admin.api, id), { ...unusable, code });
    // Nothing was tried that a server would count: the host is not blocked.
    await admin.api.updateHost(id, { tls: { ca: made.authority.ca }, credentials: { password } });
    await see(admin.api, id);
  });

  test('that changed since its first use is an alarm, for as long as an admin has not forgotten the first one', async () => {
    const [first, second] = [await made.authority.selfSigned('first'), await made.authority.selfSigned('second')];
    const options = { password, securityTypes: 'X509Vnc' };
    const front = keep(await startFront((await tigerVnc({ ...options, certificate: first })).port));
    const id = await register(front.url, { credentials: { password }, tls: { trustOnFirstUse: true } });
    await see(admin.api, id);
    await see(admin.api, id);
    front.behind.port = (await tigerVnc({ ...options, certificate: second })).port;
    expectFailure(await fail(admin.api, id), { ...unusable, code: 'certificate_changed' });
    await admin.api.updateHost(id, { tls: { trustOnFirstUse: true }, credentials: { password } });
    await see(admin.api, id);
  });

  test('is looked at before 101 where TLS is around everything', async () => {
    const secret = keep(await startTcp((socket) => socket.write('RFB 003.008\n')));
    const id = await register(secret.url.replace('vnc:', 'vncs:'));
    expectFailure(await fail(admin.api, id), { status: 502, state: 'refused', code: 'tls_failed' });
  });
});

describe('what only the choice of the host allows', () => {
  test('TLS without a certificate', async () => {
    const id = await register(at(await tigerVnc({ password, securityTypes: 'TLSVnc' })), { credentials: { password } });
    expectFailure(await fail(admin.api, id), { ...unusable, code: 'host_no_security' });
    await admin.api.updateHost(id, { tls: { allowAnonymous: true }, credentials: { password } });
    await see(admin.api, id);
  });

  test('an RSA key that nobody has signed, or another than the one that was remembered', async () => {
    const id = await register(keep(await startTcp(ra2)).url, { credentials: account });
    const unknown = await fail(admin.api, id);
    await admin.api.updateHost(id, { tls: { keyPin: OTHER_FINGERPRINT }, credentials: account });
    expectFailure(await fail(admin.api, id), { ...unusable, code: 'certificate_changed' });
    expectFailure(unknown, { ...unusable, code: 'host_key_unknown' });
  });

  test('a password in the clear', async () => {
    const id = await register(at(await tigerVnc({ account, securityTypes: 'Plain' })), { credentials: account });
    const failure = await fail(admin.api, id);
    expectFailure(failure, { ...unusable, code: 'host_password_unprotected' });
    expect(failure.message).toContain('Plain: whoever answers could read the password');
    await admin.api.updateHost(id, { tls: { allowUnprotectedPassword: true }, credentials: account });
    await see(admin.api, id);
  });

  test('what proves nothing, from a host that is known by its certificate', async () => {
    const front = keep(await startFront((await tigerVnc({ password, securityTypes: 'VncAuth,None' })).port));
    const id = await register(front.url, { credentials: { password }, tls: { pin: OTHER_FINGERPRINT } });
    const failure = await fail(admin.api, id);
    expectFailure(failure, { ...unusable, code: 'host_not_verified' });
    expect(failure.next).toContain('TLS options');
  });
});

/** RA2ne up to the server's key, as RealVNC begins. */
function ra2(socket: net.Socket): void {
  const { n, e } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const [modulus, exponent] = [Buffer.from(n!, 'base64url'), Buffer.from(e!, 'base64url')];
  const key = Buffer.concat([Buffer.from([0, 0, 8, 0]), modulus, Buffer.alloc(256 - exponent.length), exponent]);
  const answers = [Buffer.from([1, 6]), key];
  socket.write('RFB 003.008\n');
  socket.on('data', () => socket.write(answers.shift() ?? Buffer.alloc(0)));
}

describe('what is no VNC server', () => {
  test.each([
    ['SSH', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', 'SSH-2.0-OpenSSH_9.2p1 Debian-2'],
    ['a mail server', '220 mail.example ESMTP\r\n', '220 mail.example ESMTP'],
    ['a web server that speaks first', 'HTTP/1.1 408 Request Timeout\r\n\r\n', 'HTTP/1.1 408 Request Timeout'],
  ])('%s is named by what it says', async (_title, banner, said) => {
    const failure = await fail(admin.api, await register(keep(await startTcp((socket) => socket.write(banner))).url));
    expectFailure(failure, { status: 502, state: 'refused', code: 'host_not_rfb' });
    expect(failure.message).toContain(said);
  });

  test('control characters of a stranger reach nobody', async () => {
    const hostile = keep(await startTcp((socket) => socket.end(`\u001b[2J\u0007<b>${'x'.repeat(5000)}`)));
    const { code, message } = await fail(admin.api, await register(hostile.url));
    expect(code).toBe('host_not_rfb');
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(500);
  });

  test('a port where nothing listens, a name that does not exist, a socket that is not there', async () => {
    const { url, stop } = await startTcp(() => undefined);
    await stop();
    expectFailure(await fail(admin.api, await register(url)), { status: 502, code: 'host_unreachable' });
    expectFailure(await fail(admin.api, await register('vnc://no-such-host.invalid:5900')), { status: 502, code: 'host_name_not_found' });
    expectFailure(await fail(admin.api, await register('vnc+unix:///tmp/no-such.sock')), { status: 502, code: 'host_unreachable' });
  });

  test('a server that accepts and is silent', async () => {
    const silent = keep(await startTcp(() => undefined));
    expectFailure(await fail(admin.api, await register(silent.url)), { status: 504, state: 'refused', code: 'host_timeout' });
  });

  test('a TigerVNC whose user has to agree and does not, which is no word about the password and blocks nobody', async () => {
    const { port } = await tigerVnc({ password, asksItsUser: true });
    const id = await register(at({ port }), { credentials: { password } });
    for (let count = 0; count < 2; count++) {
      expectFailure(await fail(admin.api, id), { closed: 1011, reason: 'host login failed', state: 'ended', code: 'host_not_approved' });
    }
  });

  test('a repeater that was registered as a server, and one that sends its viewers away', async () => {
    const repeater = keep(await startTcp((socket) => socket.write('RFB 000.000\n')));
    expectFailure(await fail(admin.api, await register(repeater.url)), { status: 502, code: 'host_repeater' });
    const away = keep(await startTcp((socket) => void (socket.write('RFB 000.000\n'), socket.once('data', () => socket.end()))));
    const id = await register(`vnc+repeater://127.0.0.1:${away.port}?id=1`);
    expectFailure(await fail(admin.api, id), { status: 502, code: 'host_closed' });
  });
});
