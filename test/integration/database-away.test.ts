/** A database that goes away under a portal at work: what is open goes on, and the audit has everything afterwards. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { createDatabase, startPostgres } from '../support/postgres';
import type { PostgresServer } from '../support/postgres';
import { temporaryDirectory } from '../support/temporary';
import { until, within } from '../support/waiting';

const AWAY_MS = 4000;

let server: PostgresServer;
let env: Record<string, string>;
const data = temporaryDirectory('away');
let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;

beforeAll(async () => {
  server = await startPostgres();
  const { url } = await createDatabase(server.url);
  env = { DATABASE_URL: url, DRAIN_SECONDS: '3' };
  portal = await startPortal({ env, dataDir: data.path });
  admin = await portal.admin();
  echo = await startEcho();
  await admin.api.addHost('desk', echo.url);
});
afterAll(async () => {
  await portal.stop();
  await echo.stop();
  await server.stop();
  data.remove();
});

const left = () => readdirSync(data.path).filter((name) => name.startsWith('audit-waiting-'));
const ready = async () => (await portal.http('/readyz')).status === 200;
const ends = (api: ApiClient) => api.audit({ action: 'console.end' });

async function answers(console: ConsoleClient, word: string): Promise<void> {
  console.send(word);
  expect(await console.text()).toBe(`Server received from client: ${word}`);
}

test('live consoles go on, new ones are refused with a sentence, and what ended meanwhile is in the audit as of its time', async () => {
  const { api, browser } = admin;
  const stays = await api.open('desk');
  const leaves = await api.open('desk');
  await server.halt();
  const began = Date.now();
  await until('not ready', async () => !(await ready()));

  await expect(api.open('desk')).rejects.toMatchObject({
    status: 503,
    text: expect.stringContaining('cannot reach its database') as string,
  });
  const page = await portal.http('/', { headers: { accept: 'text/html', cookie: browser.cookie } });
  expect([page.status, page.headers.refresh]).toEqual([503, '5']);
  expect(page.text).toContain('cannot reach its database');

  await leaves.close();
  const leftBy = Date.now();
  for (let n = 0; Date.now() - began < AWAY_MS; n++) await answers(stays, `word ${n}`);
  expect(stays.isClosed).toBe(false);

  await server.resume();
  await until('ready', ready);
  const ended = await until('the end', async () => (await ends(api))[0]);
  expect(ended.detail).toMatchObject({ code: 1000 });
  expect(ended.at).toBeGreaterThanOrEqual(began);
  expect(ended.at).toBeLessThanOrEqual(leftBy + 100);
  expect(await ends(api)).toHaveLength(1);
  const refused = await until('the refusal', async () => (await api.audit({ action: 'console.refuse' }))[0]);
  expect(refused.detail).toMatchObject({ status: 503, code: 'unavailable' });
  expect(await api.sessions()).toHaveLength(1);
  await answers(stays, 'still here');
  await (await api.open('desk')).close();
  await stays.close();
  await until('no console', async () => (await api.sessions()).length === 0);
});

test('a portal that has to stop meanwhile leaves a file, from which its next start knows how every console ended', async () => {
  const { api, token } = admin;
  const before = (await ends(api)).length;
  const [told, leaves] = await Promise.all([api.open('desk'), api.open('desk')]);
  await server.halt();
  await until('not ready', async () => !(await ready()));
  await leaves.close();
  portal.process.signal('SIGTERM');
  expect(await within('the end', told.closed)).toMatchObject({ code: 1001 });
  expect(await portal.process.exit(10_000)).toEqual({ code: 0, signal: null });
  const stopped = Date.now();
  const [file, ...more] = left();
  expect(more).toEqual([]);
  expect(statSync(join(data.path, file!)).mode & 0o777).toBe(0o600);

  await server.resume();
  portal = await startPortal({ env, dataDir: data.path });
  const again = new ApiClient(portal, token);
  const written = await ends(again);
  expect(written).toHaveLength(before + 2);
  expect(written.slice(0, 2).map(({ detail }) => detail.code)).toEqual([1001, 1000]);
  for (const { at } of written.slice(0, 2)) expect(at).toBeLessThanOrEqual(stopped);
  expect(await again.sessions()).toEqual([]);
  expect(left()).toEqual([]);
  expect(await portal.command(['audit', 'verify'])).toContain('The audit holds');
});
