/** Where the relay may connect to, and who may be on a host that takes one person at a time. */

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorBody } from '../../server/contract/errors';
import { ApiClient } from '../support/api-client';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { attemptId, fail, picture, pipeTo, see, startFront, startTcp, view } from '../support/relay';
import type { TcpHost } from '../support/relay';
import { RfbClient } from '../support/rfb-client';
import { temporaryDirectory } from '../support/temporary';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';
import type { X11Vnc } from '../support/x11vnc';

/** Not among the directories of sockets, by default. */
const ELSEWHERE = '/var/tmp';

let portal: Portal;
let admin: Administrator;
let server: TigerVnc;
const notAllowed = { status: 502, state: 'refused', code: 'target_not_allowed' } as const;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  server = await startTigerVnc({ text: 'hello' });
});
afterAll(async () => {
  await server.stop();
  await portal.stop();
});

const refusedField = async (api: Administrator['api'], target: string): Promise<ErrorBody['error']> => {
  const answer = await api.call('POST', '/hosts', { id: 'refused', targets: [target] });
  expect(answer.status).toBe(400);
  return answer.json<ErrorBody>().error;
};

describe('a UNIX socket', () => {
  const { path: allowed, remove } = temporaryDirectory('sockets');
  const outside = mkdtempSync(join(ELSEWHERE, 'vnc-portal-'));
  let hidden: TcpHost;
  beforeAll(async () => {
    hidden = await startTcp((socket) => socket.write('RFB 003.008\n'), join(outside, 'vnc.sock'));
  });
  afterAll(async () => {
    await hidden.stop();
    remove();
    rmSync(outside, { recursive: true, force: true });
  });

  test('outside the allowed directories is not registered', async () => {
    for (const path of [join(outside, 'vnc.sock'), '/etc/vnc.sock', '/runaway/vnc.sock', join(portal.dataDir, '../../var/tmp/vnc.sock')]) {
      expect((await refusedField(admin.api, `vnc+unix://${path}`)).message).toMatch(/ALLOWED_TARGETS/);
    }
  });

  test('to which a link inside leads is refused, whether the link is the socket or a directory on the way', async () => {
    symlinkSync(join(outside, 'vnc.sock'), join(allowed, 'link.sock'));
    symlinkSync(outside, join(allowed, 'dir'));
    for (const [id, path] of [
      ['by-link', 'link.sock'],
      ['by-directory', 'dir/vnc.sock'],
    ] as const) {
      await admin.api.addHost(id, `vnc+unix://${join(allowed, path)}`);
      expect(await fail(admin.api, id)).toMatchObject(notAllowed);
      const tested = await admin.api.must('POST', `/hosts/${id}/test`);
      expect(tested.text).toContain('not among those that the portal may connect to');
    }
    expect(hidden.accepted).toBe(0);
  });

  test('in a directory that ALLOWED_TARGETS names is opened, and then no other is', async () => {
    const data = temporaryDirectory('data');
    const strict = await startPortal({ env: { ALLOWED_TARGETS: `127.0.0.0/8, ${outside}` }, dataDir: data.path });
    const { api } = await strict.admin();
    const opened = await startFrontOn(join(outside, 'real.sock'));
    await api.addHost('socket', opened.url);
    await see(api, 'socket');
    expect((await refusedField(api, `vnc+unix://${join(allowed, 'x.sock')}`)).message).toMatch(/ALLOWED_TARGETS/);
    await strict.stop();
    // What was allowed when it was registered is looked at again each time.
    const stricter = await startPortal({ env: { ALLOWED_TARGETS: '127.0.0.0/8' }, dataDir: data.path });
    const again = new ApiClient(stricter, api.token);
    expect(await fail(again, 'socket')).toMatchObject(notAllowed);
    expect(opened.accepted).toBe(1);
    await stricter.stop();
    await opened.stop();
    data.remove();
  });

  function startFrontOn(path: string): Promise<TcpHost> {
    return startTcp((socket) => pipeTo(socket, server.port), path);
  }
});

describe('ALLOWED_TARGETS', () => {
  let guarded: Portal;
  let front: TcpHost;
  beforeAll(async () => {
    front = await startFront(server.port);
    guarded = await startPortal({ env: { ALLOWED_TARGETS: '10.0.0.0/8' } });
  });
  afterAll(async () => {
    await guarded.stop();
    await front.stop();
  });

  test.each(['vnc', 'vncs'])('forbids %s:// to an address, when it is registered, and to a name, once it is resolved', async (scheme) => {
    const { api } = await guarded.admin();
    expect((await refusedField(api, `${scheme}://127.0.0.1:${front.port}`)).code).toBe('invalid');
    await api.addHost(`by-name-${scheme}`, `${scheme}://localhost:${front.port}`);
    expect(await fail(api, `by-name-${scheme}`)).toMatchObject(notAllowed);
    expect(front.accepted).toBe(0);
  });

  test('forbids a repeater likewise, and a host test', async () => {
    const { api } = await guarded.admin();
    await api.addHost('repeater', `vnc+repeater://localhost:${front.port}?id=1`);
    expect(await fail(api, 'repeater')).toMatchObject(notAllowed);
    expect((await api.must('POST', '/hosts/repeater/test')).json()).toMatchObject({ ok: false });
    expect(front.accepted).toBe(0);
  });

  test('forbids the addresses of clouds and of the link by default', async () => {
    for (const target of [
      'vnc://169.254.169.254:80',
      'vnc://[fe80::1]:5900',
      'vnc://[::ffff:169.254.169.254]:80',
      'vncs://100.100.100.200:80',
    ]) {
      expect((await refusedField(admin.api, target)).code).toBe('invalid');
    }
  });
});

describe('a host that takes one person at a time', () => {
  test('names who is on it to a second one, who may watch meanwhile, and work when the first has left', async () => {
    await admin.api.addHost('single', `vnc://127.0.0.1:${server.port}`, { policy: { exclusive: true } });
    const second = await portal.anotherAdmin('second');
    const first = await view(admin.api, 'single');
    await picture(first);

    const refused = await fail(second.api, 'single');
    expect(refused).toMatchObject({ status: 429, state: 'refused', code: 'host_in_use' });
    expect(refused.message).toContain(`${ADMIN.name}, since `);
    expect(refused.next).toMatch(/Watch/);

    const watcher = await view(second.api, 'single', `?view=1&attempt=${attemptId()}`);
    await picture(watcher);
    await picture(first);
    const access = (await admin.api.sessions()).map(({ userName, access }) => `${userName} ${access}`);
    expect(access.sort()).toEqual([`${ADMIN.name} control`, 'second view']);

    await first.close();
    await until('the first to be gone', async () => (await admin.api.sessions()).length === 1);
    const worker = await view(second.api, 'single');
    await picture(worker);
    await worker.close();
    await watcher.close();
  });

  test('refuses the same person in a second window too', async () => {
    await admin.api.addHost('alone', `vnc://127.0.0.1:${server.port}`, { policy: { exclusive: true } });
    const first = await view(admin.api, 'alone');
    expect(await fail(admin.api, 'alone')).toMatchObject({ status: 429, code: 'host_in_use' });
    await first.close();
  });
});

describe('x11vnc', () => {
  let plain: X11Vnc;
  beforeAll(async () => {
    plain = await startX11Vnc();
  });
  afterAll(async () => plain.stop());

  test('is opened by its own WebSocket, which wants an Origin and prefers base64: through a tunnel and through the relay', async () => {
    await admin.api.addHost('own-websocket', `ws://127.0.0.1:${plain.port}/`);
    for (const query of ['', '?view=1']) {
      const client = await RfbClient.open(portal.consoleUrl('own-websocket', query), {
        headers: admin.api.headers,
        protocols: ['binary', 'base64'],
      });
      expect((await client.screen()).width).toBe(320);
      await client.close();
    }
  });
});
