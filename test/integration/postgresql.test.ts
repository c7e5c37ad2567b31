/** The whole product on PostgreSQL: two portals that share one database, and a database that goes away. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { createDatabase, startPostgres } from '../support/postgres';
import type { PostgresServer } from '../support/postgres';
import { until, within } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

const A_SECOND = 1000;

let server: PostgresServer;
let portals: [Portal, Portal];
let admin: Administrator;
/** The same administrator, at the other portal. */
let there: ApiClient;
let echo: EchoApplication;

beforeAll(async () => {
  server = await startPostgres();
  const { url } = await createDatabase(server.url);
  const env = { DATABASE_URL: url, AUTH_SECRET: 'one secret for all nodes of the portal' };
  // Together: both find an empty database, and one of them makes its tables.
  portals = await Promise.all([startPortal({ env }), startPortal({ env })]);
  admin = await portals[0].admin();
  there = new ApiClient(portals[1], admin.token);
  echo = await startEcho();
  await admin.api.addHost('desk', echo.url);
});
afterAll(async () => {
  await Promise.all(portals.map((portal) => portal.stop()));
  await echo.stop();
  await server.stop();
});

test('what one portal stores the other one knows: people, their sign-ins, tokens and hosts', async () => {
  const browser = new WebBrowser(portals[1]);
  for (const [name, cookie] of admin.browser.cookies) browser.cookies.set(name, cookie);
  expect((await browser.get('/api/v1/me')).json()).toMatchObject({ name: ADMIN.name, via: 'login' });
  expect((await there.must('GET', '/hosts/desk')).json()).toMatchObject({ id: 'desk', targets: [echo.url] });
  const console = await there.open('desk');
  console.send('Hello');
  expect(await console.text()).toBe('Server received from client: Hello');
  await console.close();
});

test('what is revoked at one portal ends consoles at the other within a second, and nothing else', async () => {
  const person = await portals[0].anotherAdmin('person');
  const stays = await there.open('desk');
  const revocations: [number, () => Promise<unknown>][] = [
    [4004, () => admin.api.must('PATCH', '/hosts/away', { targets: ['ws://127.0.0.1:1/'] })],
    [4001, () => person.browser.delete(`/api/v1/tokens/${person.tokenId}`)],
  ];
  for (const [code, revoke] of revocations) {
    await admin.api.call('POST', '/hosts', { id: 'away', targets: [echo.url] });
    const console = await new ApiClient(portals[1], person.token).open(code === 4004 ? 'away' : 'desk');
    await revoke();
    const answered = performance.now();
    const closed = await within(`close code ${code}`, console.closed, 5000);
    expect(closed.code).toBe(code);
    expect(closed.at - answered).toBeLessThan(A_SECOND);
  }
  stays.send('still here');
  expect(await stays.text()).toBe('Server received from client: still here');
  await stays.close();
});

test('while the database is away the portal says so and opens nothing, but what is open goes on; then it works again', async () => {
  const console = await admin.api.open('desk');
  await server.halt();
  const [portal] = portals;
  await until('not ready', async () => (await portal.http('/readyz')).status === 503);
  expect((await portal.http('/healthz')).status).toBe(200);
  const answer = await admin.api.call('GET', '/hosts');
  expect(answer.status).toBe(503);
  expect(answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  await expect(admin.api.open('desk')).rejects.toMatchObject({ status: 503 });
  console.send('still here');
  expect(await console.text()).toBe('Server received from client: still here');

  await server.resume();
  await until('ready', async () => (await portal.http('/readyz')).status === 200);
  const after = await admin.api.open('desk');
  after.send('back');
  expect(await after.text()).toBe('Server received from client: back');
  await Promise.all([console.close(), after.close()]);
  await until('no console', async () => (await admin.api.sessions()).length === 0);
});

test('a revocation that was made while a portal could not reach the database is heard when it can again', async () => {
  const person = await portals[0].anotherAdmin('late');
  const console = await new ApiClient(portals[1], person.token).open('desk');
  await server.halt();
  await server.resume();
  await until('the portal to answer', async () => (await admin.api.call('GET', '/me')).status === 200);
  await admin.api.must('PATCH', `/users/${person.userId}`, { disabled: true });
  expect(await within('the end', console.closed, 5000)).toMatchObject({ code: 4001, reason: 'signed out' });
});
