/** A node that is stopped for an upgrade, and one that dies: what becomes of its consoles, of the others, and of the records. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { Refused } from '../support/console-client';
import type { Closed, ConsoleClient } from '../support/console-client';
import { TwoNodes } from '../support/two-nodes';
import { enter, startVncEcho, type VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';

const DRAIN_SECONDS = 4;
const LEAVING = 30;
const STAYING = 20;
/** How long a node may be silent until it counts as lost, with the time that it takes to look, ms. */
const NOTICED_MS = 12_000;

let two: TwoNodes;
let app: EchoApplication;
let desk: VncEcho;

beforeAll(async () => {
  [two, app, desk] = await Promise.all([TwoNodes.start({ DRAIN_SECONDS: String(DRAIN_SECONDS) }), startEcho(), startVncEcho()]);
  await two.through().addHost('app', app.url);
  await two.through().addHost('one', desk.url, { policy: { exclusive: true } });
});
afterAll(async () => {
  await two.stop();
  await Promise.all([app.stop(), desk.stop()]);
});

const open = (number: 0 | 1, count: number): Promise<ConsoleClient[]> =>
  Promise.all(Array.from({ length: count }, () => two.at(number).open('app')));

/** As the console page does: at once, and a little later where nobody lets it in. */
async function comeBack(): Promise<ConsoleClient> {
  return until(
    'a place on the other node',
    () =>
      two
        .through()
        .open('app')
        .catch(() => null),
    3000,
  );
}

async function expectAlive(consoles: ConsoleClient[]): Promise<void> {
  for (const console of consoles) console.send('Hello');
  const texts = await Promise.all(consoles.map((console) => console.text()));
  expect(new Set(texts)).toEqual(new Set(['Server received from client: Hello']));
}

async function endsOf(node: string): Promise<{ code: number; reason: string; ends: number }[]> {
  return two.rows(
    `select code, reason, count(audit.id)::int as ends from consoles
       join audit on audit.session_id = consoles.id and action = 'console.end'
     where node = $1 group by code, reason`,
    [node],
  );
}

test('a node that is stopped sends its consoles to the other one, a few at a time; none is lost and none is counted twice', async () => {
  const [first, second] = [await two.idOf(0), await two.idOf(1)];
  const [leaving, staying] = [await open(0, LEAVING), await open(1, STAYING)];
  expect(await two.liveRows()).toBe(LEAVING + STAYING);

  const began = performance.now();
  const returned: Promise<ConsoleClient>[] = [];
  const closes: Closed[] = [];
  for (const console of leaving) {
    void console.closed.then((closed) => {
      closes.push(closed);
      returned.push(comeBack());
    });
  }
  const [node] = two.nodes;
  process.kill(node.process.pid, 'SIGTERM');
  await until('not ready', async () => (await node.http('/readyz')).status === 503);
  expect((await node.http('/healthz')).status).toBe(200);
  const refusal: unknown = await two
    .at(0)
    .open('app')
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ status: 503, text: expect.stringMatching(/restart/) as string });
  expect(refusal).toBeInstanceOf(Refused);
  expect((await two.nodesAt(1)).map(({ id, state }) => [id, state])).toContainEqual([first, 'draining']);
  // Whoever comes through nginx does not notice: what the one refuses, the other one takes.
  const newcomers = await Promise.all(Array.from({ length: 4 }, () => two.through().open('app')));

  await Promise.all(leaving.map((console) => within('the end', console.closed, DRAIN_SECONDS * 1000 + 2000)));
  expect(closes.map(({ code, reason }) => `${code} ${reason}`)).toEqual(Array.from({ length: LEAVING }, () => '1001 portal is restarting'));
  const back = await Promise.all(returned);
  const times = closes.map(({ at }) => at - began).sort((a, b) => a - b);
  expect(times.at(-1)).toBeLessThan(DRAIN_SECONDS * 1000 + 500);
  // No half a second has most of them.
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 500).length));
  expect(most).toBeLessThan((LEAVING * 2) / 3);
  expect(await within('the end of the node', node.process.exited, 5000)).toEqual({ code: 0, signal: null });

  const alive = [...staying, ...newcomers, ...back];
  expect(staying.filter(({ isClosed }) => isClosed)).toEqual([]);
  await expectAlive(alive);
  expect(back).toHaveLength(LEAVING);
  expect(await two.liveRows()).toBe(alive.length);
  expect(app.clients()).toBe(alive.length);
  expect(new Set((await two.sessions(1)).map((session) => session.node))).toEqual(new Set([second]));
  expect(await endsOf(first)).toEqual([{ code: 1001, reason: 'portal is restarting', ends: LEAVING }]);
  expect(await endsOf(second)).toEqual([]);
  expect(await two.wronglyRecorded()).toEqual([]);
  expect((await two.nodesAt(1)).map(({ id, state }) => [id, state])).toEqual([[second, 'up']]);

  await two.start(0);
  expect((await two.nodesAt(0)).map(({ id, state }) => [id, state]).sort()).toEqual(
    [
      [first, 'up'],
      [second, 'up'],
    ].sort(),
  );
  const after = [await two.through().open('app'), await two.through().open('app'), await two.through().open('app')];
  await expectAlive(after);
  expect(new Set((await two.sessions(1)).map((session) => session.node))).toEqual(new Set([first, second]));
  await Promise.all([...alive, ...after].map((console) => console.close()));
  await until('no console to be left', async () => (await two.liveRows()) === 0 && app.clients() === 0);
  expect(await two.wronglyRecorded()).toEqual([]);
});

test('a node that is killed is noticed: its consoles end on paper with the reason, their places are free, and it may come again', async () => {
  const [first, second] = [await two.idOf(0), await two.idOf(1)];
  const [lost, kept] = [await open(0, 5), await open(1, 3)];
  lost.push(await enter(await two.at(0).open('one')));
  await expect(two.at(1).open('one')).rejects.toMatchObject({ status: 429 });

  const [killed, killedAt] = [performance.now(), Date.now()];
  process.kill(two.nodes[0].process.pid, 'SIGKILL');
  const closed = await Promise.all(lost.map((console) => within('the end', console.closed)));
  expect(closed.map(({ code }) => code)).toEqual(lost.map(() => 1006));
  expect((await two.through().call('GET', '/me')).status).toBe(200);
  const next = await until(
    'the host that it held',
    () =>
      two
        .through()
        .open('one')
        .then(enter)
        .catch(() => null),
    NOTICED_MS,
  );
  expect(performance.now() - killed).toBeLessThan(NOTICED_MS);
  const [gone] = await two.rows<{ consoles: number; codes: string[] }>(
    `select count(*)::int as consoles, array_agg(distinct code || ' ' || reason) as codes from consoles where node = $1 and ended_at > $2`,
    [first, killedAt],
  );
  expect(gone).toEqual({ consoles: lost.length, codes: ['1006 its node stopped answering'] });
  expect((await two.nodesAt(1)).map(({ id, state, consoles }) => [id, state, consoles])).toContainEqual([
    first,
    'lost',
    expect.any(Number),
  ]);
  const ends = await two.at(1).audit({ action: 'console.end' });
  const told = ends.filter(({ detail }) => (detail as { reason?: string }).reason === 'its node stopped answering');
  expect(told.map(({ detail }) => (detail as { code?: number }).code)).toEqual(lost.map(() => 1006));
  expect(await two.wronglyRecorded()).toEqual([]);
  await expectAlive(kept);
  expect(next.isClosed).toBe(false);
  expect(await two.liveRows()).toBe(kept.length + 1);

  await two.start(0);
  expect((await two.nodesAt(1)).map(({ id, state }) => [id, state]).sort()).toEqual(
    [
      [first, 'up'],
      [second, 'up'],
    ].sort(),
  );
  await expectAlive(kept);
  expect(next.isClosed).toBe(false);
  await Promise.all([...kept, next].map((console) => console.close()));
  await until('no console to be left', async () => (await two.liveRows()) === 0 && app.clients() === 0);
  expect(await two.wronglyRecorded()).toEqual([]);
  expect(await two.nodes[0].command(['audit', 'verify'])).toMatch(/^The audit holds: \d+ rows/);
});
