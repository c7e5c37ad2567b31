/** Set-up 8: a thousand consoles, opened together, used together, ended together; and nothing is left of them. */

import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { sql } from '../support/database';
import { activeTimers, inspected } from '../support/inspector';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { until, within } from '../support/waiting';

const CONSOLES = 1000;
const PAYLOAD = 20_000;

let portal: Portal;
let admin: Administrator;
let echo: EchoApplication;
let before = { sockets: 0, timers: 0 };
let rounds = 0;

beforeAll(async () => {
  portal = await startPortal({ env: { MAX_CONSOLES_PER_USER: '2000', ...inspected } });
  admin = await portal.admin();
  echo = await startEcho();
  await admin.api.addHost('echo', echo.url);
  // What is made once and stays, such as a database's worker, is there after the first console.
  await (await admin.api.open('echo')).close();
  await until('no console', async () => (await admin.api.sessions()).length === 0);
  before = { sockets: portal.sockets(), timers: await fewestTimers() };
});
beforeEach(() => {
  rounds += 1;
});
afterAll(async () => {
  await echo.stop();
  await portal.stop();
});

/** Some timers come and go by themselves, such as a probe's. */
async function fewestTimers(): Promise<number> {
  const counts = [];
  for (let look = 0; look < 10; look++) {
    counts.push(await activeTimers(portal));
    await delay(100);
  }
  return Math.min(...counts);
}

async function openAll(who = admin): Promise<ConsoleClient[]> {
  const consoles = await Promise.all(Array.from({ length: CONSOLES }, () => who.api.open('echo')));
  expect(echo.clients()).toBe(CONSOLES);
  expect(await admin.api.sessions()).toHaveLength(CONSOLES);
  expect(portal.sockets()).toBeGreaterThanOrEqual(2 * CONSOLES);
  return consoles;
}

async function expectNothingLeft(consoles: number): Promise<void> {
  await until('no console in the register', async () => (await admin.api.sessions()).length === 0, 30_000);
  await until('no console at the host', () => echo.clients() === 0);
  await portal.socketsBackTo(before.sockets);
  await until('no more timers than before', async () => (await activeTimers(portal)) <= before.timers);
  await until('every row to say how its console ended', async () => {
    const [row] = await sql<{ live: number }>(portal, 'select cast(count(*) as integer) as live from consoles where ended_at is null');
    return row!.live === 0;
  });
  const ended = 'select cast(count(*) as integer) as ended from consoles where bytes_to_host > ?';
  const [row] = await sql<{ ended: number }>(portal, ended, PAYLOAD);
  expect(row!.ended).toBe(consoles);
}

test('all open, each gets its own bytes back whole, and all leave together', async () => {
  const consoles = await openAll();
  await Promise.all(
    consoles.map(async (console) => {
      const payload = randomBytes(PAYLOAD + Math.floor(Math.random() * PAYLOAD));
      console.send(payload);
      const { data } = await console.message(60_000);
      expect(data.equals(payload)).toBe(true);
    }),
  );
  const ends = await Promise.all(consoles.map((console) => console.close()));
  expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1000]));
  await expectNothingLeft(rounds * CONSOLES);
});

test('all are closed with 4001 within a second of the revocation of their token', async () => {
  const person = await portal.anotherAdmin('thousand');
  const consoles = await openAll(person);
  for (const console of consoles) console.send(Buffer.alloc(PAYLOAD + 1));
  await Promise.all(consoles.map((console) => console.message(60_000)));
  const answer = await person.browser.delete(`/api/v1/tokens/${person.tokenId}`);
  const answered = performance.now();
  expect(answer.status).toBe(204);
  const ends = await within('all ends', Promise.all(consoles.map((console) => console.closed)), 10_000);
  expect(new Set(ends.map(({ code, reason }) => `${code} ${reason}`))).toEqual(new Set(['4001 signed out']));
  expect(Math.max(...ends.map(({ at }) => at)) - answered).toBeLessThan(1000);
  await expectNothingLeft(rounds * CONSOLES);
});

test('all are gone when every browser vanishes at once', async () => {
  const consoles = await openAll();
  for (const console of consoles) console.send(Buffer.alloc(PAYLOAD + 1));
  await Promise.all(consoles.map((console) => console.message(60_000)));
  for (const console of consoles) console.terminate();
  await expectNothingLeft(rounds * CONSOLES);
});

test('all end with 1011 when their host dies, and the portal goes on', async () => {
  const consoles = await openAll();
  for (const console of consoles) console.send(Buffer.alloc(PAYLOAD + 1));
  await Promise.all(consoles.map((console) => console.message(60_000)));
  const { port } = echo;
  await echo.stop();
  const ends = await within('all ends', Promise.all(consoles.map((console) => console.closed)), 20_000);
  expect(new Set(ends.map(({ code, reason }) => `${code} ${reason}`))).toEqual(new Set(['1011 host closed the connection']));
  echo = await startEcho({ port });
  await expectNothingLeft(rounds * CONSOLES);
  await (await admin.api.open('echo')).close();
});
