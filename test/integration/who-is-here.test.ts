/** What the page of an open console is told of its host: who else is there, and what the host's admin has everybody read. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attempt } from '../../server/contract/session';
import type { ApiClient } from '../support/api-client';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { startQemu } from '../support/qemu';
import type { Qemu } from '../support/qemu';
import { attemptId, picture, view } from '../support/relay';
import { until } from '../support/waiting';

let portal: Portal;
let admin: Administrator;
let qemu: Qemu;

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  qemu = await startQemu();
});
afterAll(async () => {
  await portal.stop();
  await qemu.stop();
});

const tell = async (api: ApiClient, id: string): Promise<Attempt> => (await api.must('GET', `/attempts/${id}`)).json<Attempt>();

test.each([
  ['a relay', () => qemu.vncUrl],
  ['a tunnel', () => qemu.url],
])('everybody on a host is told of all the others by name, and of what they may do, through %s', async (way, target) => {
  const host = way.replace(' ', '-');
  await admin.api.addHost(host, target());
  const second = await portal.anotherAdmin(`second-${host}`);
  await admin.api.must('PATCH', `/users/${second.userId}`, { displayName: 'Second Person' });
  const [mine, theirs] = [attemptId(), attemptId()];
  const first = await view(admin.api, host, `?attempt=${mine}`);
  await picture(first);
  expect((await tell(admin.api, mine)).others).toEqual([]);

  // The second one's role has not changed, but their name has: as it is when they open the console.
  const watcher = await view(second.api, host, `?view=1&attempt=${theirs}`);
  await picture(watcher);
  const since = expect.any(Number) as number;
  expect((await tell(admin.api, mine)).others).toEqual([{ userName: 'Second Person', own: false, access: 'view', since }]);
  expect((await tell(second.api, theirs)).others).toEqual([{ userName: ADMIN.name, own: false, access: 'control', since }]);

  await watcher.close();
  await until('the watcher to be gone', async () => (await tell(admin.api, mine)).others.length === 0);
  expect((await tell(second.api, theirs)).others).toEqual([]);
  await first.close();
});

test('a banner that is changed reaches the open consoles within a second, and ends none; nor does a changed keyboard', async () => {
  await admin.api.addHost('told', qemu.vncUrl, { banner: 'Ask first.' });
  const id = attemptId();
  const console = await view(admin.api, 'told', `?attempt=${id}`);
  await picture(console);
  expect((await tell(admin.api, id)).banner).toBe('Ask first.');

  await admin.api.updateHost('told', { banner: 'Backup runs.\nDo not restart.', keyboard: 'de' });
  await until('the new banner', async () => (await tell(admin.api, id)).banner === 'Backup runs.\nDo not restart.', 1000);
  // By another process: the command line.
  const file = join(portal.dataDir, 'hosts.csv');
  writeFileSync(file, 'id,banner,keyboard\ntold,By the file,fr\n');
  expect(await portal.command(['host', 'import', file])).toContain('~ told  banner, keyboard');
  await until('the banner of the file', async () => (await tell(admin.api, id)).banner === 'By the file');

  await picture(console);
  expect(console.console.isClosed).toBe(false);
  await console.close();
  await until('the console to be gone', async () => (await tell(admin.api, id)).state === 'ended');
  expect(await tell(admin.api, id)).toMatchObject({ banner: '', others: [] });
});

test('whoever watches an exclusive host stays when somebody takes control of it, also where the server is QEMU', async () => {
  await admin.api.addHost('exclusive', qemu.vncUrl, { policy: { exclusive: true } });
  const watcher = await view(admin.api, 'exclusive', '?view=1');
  await picture(watcher);
  const worker = await view(admin.api, 'exclusive');
  await picture(worker);
  await picture(watcher);
  expect([watcher.console.isClosed, worker.console.isClosed]).toEqual([false, false]);
  await watcher.close();
  await worker.close();
});
