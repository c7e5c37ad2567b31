/** A host whose credentials nobody stored: the person at the browser is asked, for that console alone. */

import type net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Attempt } from '../../server/contract/session';
import { ApiClient } from '../support/api-client';
import { account, password } from '../support/login-matrix';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { attemptId, ending, fail, picture, pipeTo, see, startFront, startTcp, view } from '../support/relay';
import type { TcpHost } from '../support/relay';
import type { RfbClient } from '../support/rfb-client';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

let portal: Portal;
let admin: Administrator;
let server: TigerVnc;
let front: TcpHost;
let hosts = 0;
/** Of each test. */
let host: string;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  server = await startTigerVnc({ password, text: 'hello' });
  front = await startFront(server.port);
});
afterAll(async () => {
  await front.stop();
  await server.stop();
  await portal.stop();
});
beforeEach(async () => {
  host = `asks-${++hosts}`;
  await admin.api.addHost(host, front.url);
});

interface Asked {
  id: string;
  attempt: Attempt;
  /** Waits inside the handshake. */
  viewer: Promise<RfbClient>;
}

/** Opens the host, and waits until the person is asked. */
async function asked(api: ApiClient, where = host): Promise<Asked> {
  const id = attemptId();
  const viewer = view(api, where, `?attempt=${id}`);
  viewer.catch(() => undefined);
  return { id, viewer, attempt: await api.attempt(id) };
}

/** Somebody who may view this host and nothing else, signed in. */
async function viewerOf(hostId: string): Promise<Administrator> {
  const viewer = { name: `viewer-of-${hostId}`, password: 'a viewer of hosts' };
  const { id } = await admin.api.create<{ id: string }>('/users', viewer);
  await admin.api.create('/grants', { subject: { kind: 'user', id }, target: { kind: 'host', id: hostId }, access: 'view' });
  const browser = new WebBrowser(portal);
  await browser.signIn(viewer.name, viewer.password);
  return portal.administrator(browser);
}

const answer = (api: ApiClient, id: string, credentials: unknown) => api.call('PUT', `/attempts/${id}/credentials`, credentials);
const state = async (id: string): Promise<Attempt> => (await admin.api.must('GET', `/attempts/${id}`)).json();

describe('a host that wants a password', () => {
  test('asks for it while the viewer waits, and shows its screen when it came', async () => {
    const { id, viewer, attempt } = await asked(admin.api);
    expect(attempt).toMatchObject({ state: 'asking', needs: ['password'], code: '' });
    expect((await answer(admin.api, id, { password })).status).toBe(204);
    const client = await viewer;
    await picture(client);
    expect(await state(id)).toMatchObject({ state: 'open', needs: [], code: '' });
    await client.close();
    await until('the end of the attempt', async () => (await state(id)).state === 'ended');
  });

  test('asks for a wrong one only once: the console ends with 1011 and what the server said', async () => {
    const { id, viewer } = await asked(admin.api);
    await answer(admin.api, id, { password: 'wrong' });
    await expect(viewer).rejects.toThrow('login failed: host login failed');
    const ended = await until('the end of the attempt', async () => {
      const now = await state(id);
      return now.state === 'ended' && now;
    });
    expect(ended).toMatchObject({ code: 'host_login_failed', needs: [] });
    expect(ended.message).toContain('Authentication failure');
    expect(await fail(admin.api, host)).toMatchObject({ status: 502, code: 'host_login_blocked' });
  });

  test('asks again at the next console, since nobody keeps what was typed', async () => {
    const first = await asked(admin.api);
    await answer(admin.api, first.id, { password });
    const client = await first.viewer;
    const second = await asked(admin.api);
    expect(second.attempt).toMatchObject({ state: 'asking', needs: ['password'] });
    await answer(admin.api, second.id, { password });
    await (await second.viewer).close();
    await client.close();
    const row = (await admin.api.must('GET', `/hosts/${host}`)).json<{ credentials: object }>();
    expect(row.credentials).toEqual({ hasPassword: false });
    expect(portal.process.lines.join('\n')).not.toContain(password);
    expect(JSON.stringify(await admin.api.audit())).not.toContain(password);
    expect((await admin.api.must('GET', `/attempts/${first.id}`)).text).not.toContain(password);
  });

  test('takes it from who opened the console, and from nobody else', async () => {
    const { id, viewer } = await asked(admin.api);
    const other = await portal.anotherAdmin('meddler');
    const refused = await answer(other.api, id, { password });
    expect(refused.status).toBe(404);
    expect(refused.json<{ error: { code: string } }>().error.code).toBe('attempt_not_found');
    expect((await other.api.call('GET', `/attempts/${id}`)).status).toBe(404);
    expect(await state(id)).toMatchObject({ state: 'asking' });
    await answer(admin.api, id, { password });
    await (await viewer).close();
  });

  test('takes it once: later ones are for nobody', async () => {
    const { id, viewer } = await asked(admin.api);
    expect((await answer(admin.api, id, { password })).status).toBe(204);
    expect((await answer(admin.api, id, { password: 'wrong' })).status).toBe(404);
    await (await viewer).close();
    expect((await answer(admin.api, id, { password })).status).toBe(404);
  });

  test.each([
    ['a password that is no text', { password: 1 }],
    ['more than it wants', { password: 'x', token: 'x' }],
    ['one that is too long', { password: 'x'.repeat(256) }],
    ['nothing', undefined],
  ])('is not told %s', async (_title, credentials) => {
    const { id, viewer } = await asked(admin.api);
    expect((await answer(admin.api, id, credentials)).status).toBe(400);
    expect(await state(id)).toMatchObject({ state: 'asking' });
    await answer(admin.api, id, { password });
    await (await viewer).close();
  });

  test('is let go when the person leaves instead, and is not blocked for that', async () => {
    const id = attemptId();
    const console = await admin.api.open(host, { query: `?attempt=${id}` });
    console.send(Buffer.from('RFB 003.008\n\x01', 'latin1'));
    expect(await admin.api.attempt(id)).toMatchObject({ state: 'asking' });
    await console.close();
    await until('the end of the attempt', async () => (await state(id)).state === 'ended');
    expect((await answer(admin.api, id, { password })).status).toBe(404);
    await until('no console', async () => (await admin.api.sessions()).length === 0);
    await admin.api.updateHost(host, { credentials: { password } });
    await see(admin.api, host);
  });

  test('stays open to others when somebody who may only view it leaves every sign-in in the middle', async () => {
    const leaver = await viewerOf(host);
    for (let count = 0; count < 3; count++) {
      const id = attemptId();
      const console = await leaver.api.open(host, { query: `?attempt=${id}` });
      console.send(Buffer.from('RFB 003.008\n\x01', 'latin1'));
      expect(await leaver.api.attempt(id)).toMatchObject({ state: 'asking' });
      await console.close();
      await until('the end of the attempt', async () => (await leaver.api.attempt(id)).state === 'ended');
    }
    expect(await fail(leaver.api, host)).toMatchObject({ status: 429, code: 'host_login_paused' });
    // With another token too: the wait is the person's.
    expect(await fail(new ApiClient(portal, (await leaver.browser.createToken('another')).token), host)).toMatchObject({ status: 429 });
    const { id, viewer } = await asked(admin.api);
    await answer(admin.api, id, { password });
    await (await viewer).close();
  });

  test('ends the console at once where nobody can be asked, since the viewer is no page of the portal', async () => {
    const began = performance.now();
    expect(await ending(admin.api, host)).toEqual({ closed: 1011, reason: 'host login failed' });
    expect(performance.now() - began).toBeLessThan(2000);
    const row = await until('the audit row', async () => (await admin.api.audit({ action: 'console.end', host }))[0]);
    expect(row).toMatchObject({ hostId: host, detail: { code: 1011, reason: 'host_login_needed', opened: false } });
  });
});

test('a session signs in with what was stored when it began, whatever is stored while its host is dialled', async () => {
  let held: net.Socket | null = null;
  let holding = false;
  const slow = await startTcp((socket) => {
    if (holding) held = socket;
    else pipeTo(socket, server.port);
  });
  try {
    await admin.api.updateHost(host, { targets: [slow.url] });
    const first = await asked(admin.api);
    await answer(admin.api, first.id, { password });
    const open = await first.viewer;
    holding = true;
    const id = attemptId();
    const late = view(admin.api, host, `?attempt=${id}`);
    late.catch(() => undefined);
    const waiting = await until('the second session at the host', () => held);
    await until('the password to be kept', async () => {
      const kept = await admin.api.call('PUT', `/attempts/${first.id}/kept-credentials`, { password });
      return kept.status === 204;
    });
    holding = false;
    pipeTo(waiting, server.port);
    expect(await admin.api.attempt(id)).toMatchObject({ state: 'asking', needs: ['password'] });
    await answer(admin.api, id, { password });
    await (await late).close();
    await open.close();
    await see(admin.api, host);
  } finally {
    await slow.stop();
  }
});

describe('a host that wants a name too', () => {
  let plain: TigerVnc;
  beforeAll(async () => {
    plain = await startTigerVnc({ account, text: 'hello', securityTypes: 'TLSPlain' });
  });
  afterAll(async () => plain.stop());
  beforeEach(async () => {
    await admin.api.updateHost(host, { targets: [`vnc://127.0.0.1:${plain.port}`], tls: { allowAnonymous: true } });
  });

  test('asks for both', async () => {
    const { id, viewer, attempt } = await asked(admin.api);
    expect(attempt.needs).toEqual(['username', 'password']);
    await answer(admin.api, id, account);
    const client = await viewer;
    await picture(client);
    await client.close();
  });

  test('takes half an answer for none', async () => {
    const { id, viewer } = await asked(admin.api);
    await answer(admin.api, id, { password: account.password });
    await expect(viewer).rejects.toThrow('login failed');
    expect(await admin.api.attempt(id)).toMatchObject({ state: 'ended', code: 'host_login_needed' });
  });
});
