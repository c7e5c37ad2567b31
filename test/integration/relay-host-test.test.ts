/** "Test this host" against real servers: each step, and no harm done by looking. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultTargetRules } from '../../server/config/networks';
import type { HostCreateInput, HostRow, HostTest } from '../../server/contract/host';
import { targetAgents } from '../../server/gateway/target-sockets';
import { HostStatusBoard } from '../../server/hosts/status-board';
import { createLogger } from '../../server/log';
import { certificates, password } from '../support/login-matrix';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { fail, see, startFront, startTcp } from '../support/relay';
import { logInTo } from '../support/rfb-login';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc, TigerVncOptions } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startWebsockify } from '../support/websockify';

/** TigerVNC's own default. */
const BLACKLIST_AFTER = 5;
const FINGERPRINT = /([0-9A-F]{2}:){31}[0-9A-F]{2}/;

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
  return keep(await startTigerVnc({ text: 'hello', certificate: made.server, ...options }));
}

const at = ({ port }: { port: number }): string => `vnc://127.0.0.1:${port}`;

async function register(target: string, host: Partial<HostCreateInput> = {}): Promise<string> {
  hosts += 1;
  await admin.api.addHost(`host-${hosts}`, target, host);
  return `host-${hosts}`;
}

const tested = async (id: string): Promise<HostTest> => (await admin.api.must('POST', `/hosts/${id}/test`)).json();
const details = ({ targets }: HostTest): string => targets.flatMap(({ steps }) => steps.map(({ detail }) => detail)).join('\n');
const last = ({ targets }: HostTest) => targets[0]!.steps.at(-1)!;
const row = async (id: string): Promise<HostRow> => (await admin.api.must('GET', `/hosts/${id}`)).json();

describe('a test of a host', () => {
  test('tells its address, version, security type, certificate, desktop name and size, each with its time', async () => {
    const server = await tigerVnc({ password, securityTypes: 'X509Vnc' });
    const id = await register(at(server), { credentials: { password }, tls: { ca: made.authority.ca } });
    const result = await tested(id);
    expect(result.ok).toBe(true);
    const told = details(result);
    for (const part of ['127.0.0.1', 'RFB 3.8', 'VeNCrypt X509Vnc', '320 × 240', 'CN=server']) expect(told).toContain(part);
    expect(told).toMatch(/desktop ".+"/);
    expect(told).toMatch(FINGERPRINT);
    expect(told).not.toContain(password);
    for (const { ok, ms } of result.targets[0]!.steps) expect([ok, ms >= 0]).toEqual([true, true]);
  });

  test('tells the same on the command line', async () => {
    const id = await register(at(await tigerVnc({ password })), { credentials: { password } });
    const good = portal.cli(['host', 'test', id]);
    expect((await good.exit()).code).toBe(0);
    expect(good.stdout.join('\n')).toMatch(/VncAuth; desktop ".+", 320 × 240/);
    await admin.api.updateHost(id, { credentials: { password: 'wrong' } });
    const bad = portal.cli(['host', 'test', id]);
    expect((await bad.exit()).code).not.toBe(0);
    expect(bad.output).toContain('refused the user name or the password');
    expect(good.output + bad.output).not.toContain(password);
  });

  test('tells a wrong password, what to do, and is not tried again at once', async () => {
    const front = keep(await startFront((await tigerVnc({ password })).port));
    const id = await register(front.url, { credentials: { password: 'wrong' } });
    const failed = last(await tested(id));
    expect(failed).toMatchObject({ ok: false, detail: expect.stringContaining('refused the user name or the password') as string });
    expect(failed.next).toMatch(/credentials/);
    expect(last(await tested(id)).detail).toMatch(/leaves it alone for a while.*until \d{4}-/);
    expect(await fail(admin.api, id)).toMatchObject({ status: 502, code: 'host_login_blocked' });
    expect(front.accepted).toBe(1);
    await admin.api.updateHost(id, { credentials: { password } });
    expect((await tested(id)).ok).toBe(true);
  });

  test('tells which credentials are missing', async () => {
    const id = await register(at(await tigerVnc({ password })));
    const failed = last(await tested(id));
    expect(failed).toMatchObject({ ok: false, detail: expect.stringContaining('asks for credentials') as string });
    expect(failed.next).toMatch(/store them/);
  });

  test('tells what listens there instead', async () => {
    const ssh = keep(await startTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')));
    expect(last(await tested(await register(ssh.url))).detail).toContain('SSH-2.0-OpenSSH_9.2p1');
  });

  test('of a websockify without a stored password does not log in, and with one does', async () => {
    const { url } = keep(await startWebsockify((await tigerVnc({ password })).port));
    const id = await register(url);
    expect(details(await tested(id))).not.toContain('desktop');
    await admin.api.updateHost(id, { credentials: { password } });
    expect(details(await tested(id))).toMatch(/VncAuth; desktop/);
  });
});

describe('looking does not lock anybody out of a TigerVNC that counts', () => {
  /** Looks at all of them as the portal does about once a minute, but by a clock on which a minute is soon over. */
  async function statusRounds(targets: string[], over: () => boolean): Promise<void> {
    let now = 0;
    const found = targets.map((target, index) => ({ id: `round-${index}`, targets: [target], tls: {}, updatedAt: 1 }));
    const board = new HostStatusBoard({
      sources: { hosts: () => Promise.resolve(found), lastConsoles: () => Promise.resolve(new Map()) },
      agents: targetAgents(defaultTargetRules()),
      log: createLogger({ logLevel: 'silent', logFormat: 'json' }),
      now: () => (now += 60_000),
    });
    board.start();
    await until('enough rounds', over, 30_000);
    board.stop();
  }

  test('ten tests without credentials and twenty status rounds', async () => {
    const server = await tigerVnc({ password, securityTypes: 'VncAuth', blacklistAfter: BLACKLIST_AFTER });
    const front = keep(await startFront(server.port));
    const websockify = keep(await startFront(keep(await startWebsockify(front.port)).port));
    const [id, behind] = [await register(front.url), await register(websockify.url.replace('vnc:', 'ws:'))];
    for (let times = 0; times < 10; times++) {
      expect((await tested(id)).ok).toBe(false);
      expect((await tested(behind)).ok).toBe(true);
    }
    const before = websockify.accepted;
    await statusRounds([front.url, websockify.url.replace('vnc:', 'ws:')], () => websockify.accepted >= before + 20);
    expect(front.accepted).toBeLessThan(BLACKLIST_AFTER);
    await admin.api.updateHost(id, { credentials: { password } });
    await see(admin.api, id);
  });

  test('ten tests with a certificate that is not trusted', async () => {
    const server = await tigerVnc({ password, securityTypes: 'X509Vnc', blacklistAfter: BLACKLIST_AFTER });
    const id = await register(at(server), { credentials: { password }, tls: { ca: made.stranger.ca } });
    for (let times = 0; times < 10; times++) expect((await tested(id)).ok).toBe(false);
    await expect(logInTo(server, { credentials: { password }, tls: { ca: made.authority.ca } })).resolves.toMatchObject({
      security: 'VeNCrypt X509Vnc',
    });
  });

  test('ten tests without credentials on the command line', async () => {
    const server = await tigerVnc({ password, securityTypes: 'VncAuth', blacklistAfter: BLACKLIST_AFTER });
    const id = await register(at(server));
    for (let times = 0; times < 10; times++) expect((await portal.cli(['host', 'test', id]).exit()).code).not.toBe(0);
    await expect(logInTo(server, { credentials: { password } })).resolves.toMatchObject({ security: 'VncAuth' });
  });
});

describe('trust on first use', () => {
  test('remembers what a host showed at its first login, and shows it to the admin and in the records', async () => {
    const server = await tigerVnc({ password, securityTypes: 'X509Vnc' });
    const id = await register(at(server), { credentials: { password }, tls: { trustOnFirstUse: true } });
    const shown = FINGERPRINT.exec(details(await tested(id)))![0];
    await see(admin.api, id);
    const { tls } = await until('the pin', async () => {
      const found = await row(id);
      return found.tls.pin !== undefined && found;
    });
    expect(tls).toEqual({ trustOnFirstUse: true, pin: shown });
    const [record] = await admin.api.audit({ action: 'host.update', host: id });
    expect(record).toMatchObject({ actorName: 'the portal', detail: { pin: shown } });
  });

  test('remembers nothing of a host that refused the login', async () => {
    const server = await tigerVnc({ password, securityTypes: 'X509Vnc' });
    const id = await register(at(server), { credentials: { password: 'wrong' }, tls: { trustOnFirstUse: true } });
    expect(await fail(admin.api, id)).toMatchObject({ code: 'host_login_failed' });
    expect((await row(id)).tls).toEqual({ trustOnFirstUse: true });
  });

  test('does not end the console that was the first', async () => {
    const server = await tigerVnc({ password, securityTypes: 'X509Vnc' });
    const id = await register(at(server), { credentials: { password }, tls: { trustOnFirstUse: true } });
    const console = await admin.api.open(id);
    console.send(Buffer.from('RFB 003.008\n\x01\x01', 'latin1'));
    await until('the pin', async () => (await row(id)).tls.pin !== undefined);
    await delay(1000);
    expect(console.isClosed).toBe(false);
    await console.close();
  });
});
