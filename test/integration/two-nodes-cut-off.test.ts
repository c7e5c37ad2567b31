/** PostgreSQL goes away from two nodes at work, and comes back: nothing is lost and nothing is left, in numbers. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { cutConsoles } from '../support/console-client';
import type { ConsoleClient } from '../support/console-client';
import { CountingViewer, startStreamingHost } from '../support/counted-stream';
import type { StreamingHost } from '../support/counted-stream';
import { nodeNumbers, TwoNodes } from '../support/two-nodes';
import type { NodeNumber } from '../support/two-nodes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';

const A_SECOND = 1000;
const AWAY_MS = 10_000;

let two: TwoNodes;
let app: EchoApplication;
let desk: VncEcho;
let film: StreamingHost;

beforeAll(async () => {
  [two, app, desk, film] = await Promise.all([TwoNodes.start(), startEcho(), startVncEcho(), startStreamingHost()]);
  await two.through().addHost('app', app.url);
  await two.through().addHost('desk', desk.url);
  await two.through().addHost('film', film.url);
});
afterEach(async () => {
  cutConsoles();
  await two.noneLeft();
});
afterAll(async () => {
  await two.stop();
  await Promise.all([app.stop(), desk.stop(), film.stop()]);
});

const each = <T>(open: (number: NodeNumber) => Promise<T>): Promise<T[]> => Promise.all(nodeNumbers.map(open));
const ready = (number: NodeNumber) => two.nodes[number].http('/readyz').then(({ status }) => status === 200);
/** When each of these ended, as the audit tells. */
async function endsOf(ids: string[]): Promise<number[]> {
  const rows = await two.rows<{ at: string }>(`select at from audit where action = 'console.end' and session_id = any($1)`, [ids]);
  return rows.map(({ at }) => Number(at));
}

/** Sends numbers and reads them again, until it is told to stop. @returns how many came back, all of them in order */
function pinging(console: ConsoleClient): () => Promise<number> {
  const stop = new AbortController();
  const done = (async () => {
    let number = 0;
    while (!stop.signal.aborted) {
      console.send(`${number}`);
      expect(await console.text()).toBe(`Server received from client: ${number}`);
      number++;
      await delay(20);
    }
    return number;
  })();
  done.catch(() => undefined);
  return () => {
    stop.abort();
    return done;
  };
}

test('for ten seconds under load: no byte is lost, nobody is let in, and each end is in the audit once, with its own time', async () => {
  // As many connections to the database as there will ever be.
  await Promise.all(Array.from({ length: 60 }, () => two.through().call('GET', '/hosts')));
  const before = two.nodes.map((node) => node.sockets());

  const open = async (number: NodeNumber) => enter(await two.at(number).open('desk'));
  const viewers = await each(async (number) => new CountingViewer(await enter(await two.at(number).open('film'))));
  const talking = await each((number) => two.at(number).open('app'));
  const stops = talking.map(pinging);
  // While the database is away, the first pair is left by its people, and the second by its host; the third stays.
  const [left, hung, quiet] = [await each(open), await each(open), await each(open)];
  const hosts = new Map((await two.sessions(0)).map(({ id, hostId }) => [id, hostId]));
  expect(hosts.size).toBe(10);

  await two.postgres.halt();
  const away = Date.now();
  for (const number of nodeNumbers) {
    await until('not ready', async () => !(await ready(number)));
    expect((await two.nodes[number].http('/healthz')).status).toBe(200);
    expect((await two.at(number).call('GET', '/hosts')).json()).toMatchObject({ error: { code: 'unavailable' } });
  }
  for (const api of [two.at(0), two.at(1), two.through(), two.through()]) {
    await expect(api.open('desk')).rejects.toMatchObject({
      status: 503,
      text: expect.stringContaining('cannot reach its database') as string,
    });
  }
  await Promise.all(left.map((console) => console.close()));
  await until('the host to have seen them leave', () => desk.clients() === 4);
  const connections = desk.connections.filter(({ socket }) => !socket.destroyed);
  for (const connection of connections.slice(0, 2)) connection.fin();
  const closedByHost = await Promise.all(hung.map((console) => within('the end', console.closed)));
  expect(closedByHost.map(({ code }) => code)).toEqual([1011, 1011]);
  const over = Date.now();
  await delay(Math.max(0, away + AWAY_MS - Date.now()));
  await two.postgres.resume();
  for (const number of nodeNumbers) await until('ready', () => ready(number));

  // At the one and at the other, at once.
  const after = await each((number) => two.at(number).open('app'));
  const ended = await until('the ends that were kept', async () => {
    const rows = await two.rows<{ id: string; code: number }>('select id, code from consoles where ended_at is not null');
    return rows.length >= 4 && rows;
  });
  expect(ended.map(({ code }) => code).sort()).toEqual([1000, 1000, 1011, 1011]);
  expect(ended.map(({ id }) => hosts.get(id))).toEqual(ended.map(() => 'desk'));
  const times = await endsOf(ended.map(({ id }) => id));
  expect(times).toHaveLength(ended.length);
  for (const at of times) {
    expect(at).toBeGreaterThanOrEqual(away);
    expect(at).toBeLessThanOrEqual(over + A_SECOND);
  }
  expect(await two.liveRows()).toBe(8);
  expect(await two.wronglyRecorded()).toEqual([]);
  // Neither has taken the other for dead: nobody could see it.
  await until('both to be up', async () => (await two.nodesAt(0)).every(({ state }) => state === 'up'));
  expect((await two.nodesAt(0)).map(({ state }) => state)).toEqual(['up', 'up']);
  expect((await two.rows(`select id from consoles where code = 1006`)).length).toBe(0);

  const sent = film.finish();
  await Promise.all(viewers.map((viewer) => until('the whole film', () => sent.includes(viewer.received) || viewer.console.isClosed)));
  expect(viewers.map(({ fault }) => fault)).toEqual([null, null]);
  expect(viewers.map(({ received }) => received).sort()).toEqual([...sent].sort());
  expect(Math.min(...sent)).toBeGreaterThan(1024 * 1024);
  for (const pings of await Promise.all(stops.map((stop) => stop()))) expect(pings).toBeGreaterThan(50);
  for (const console of quiet) expect(console.isClosed).toBe(false);

  await Promise.all([...talking, ...quiet, ...after, ...viewers.map(({ console }) => console)].map((console) => console.close()));
  await two.noneLeft();
  expect(await two.wronglyRecorded()).toEqual([]);
  await until('the hosts to be left', () => app.clients() + desk.clients() + film.clients() === 0);
  for (const [n, node] of two.nodes.entries()) await node.socketsBackTo(before[n]!);
});

test('its connections are cut: what is revoked right after that ends within a second, at either node', async () => {
  const person = await two.somebody('late');
  const consoles = await each((number) => two.at(number, person.token).open('app'));
  const cut = await two.rows(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  expect(cut.length).toBeGreaterThan(2);
  await until('an answer', async () => (await two.at(0).call('PATCH', `/users/${person.id}`, { disabled: true })).status === 200);
  await expectSignedOut(consoles);
});

test('it is restarted: what is revoked by whoever reaches it first, the other node hears as well', async () => {
  const person = await two.somebody('later');
  const consoles = await each((number) => two.at(number, person.token).open('app'));
  await two.postgres.halt();
  await two.postgres.resume();
  await until('an answer', async () => (await two.at(1).call('PATCH', `/users/${person.id}`, { disabled: true })).status === 200);
  await expectSignedOut(consoles);
});

async function expectSignedOut(consoles: ConsoleClient[]): Promise<void> {
  const answered = performance.now();
  for (const console of consoles) {
    const closed = await within('the end', console.closed, 5000);
    expect(closed).toMatchObject({ code: 4001, reason: 'signed out' });
    expect(closed.at - answered).toBeLessThan(A_SECOND);
  }
}

test('the audit has one beginning and one end of each console, and its chain holds', async () => {
  expect(await two.wronglyRecorded()).toEqual([]);
  expect(await two.nodes[0].command(['audit', 'verify'])).toMatch(/^The audit holds: \d+ rows/);
});
