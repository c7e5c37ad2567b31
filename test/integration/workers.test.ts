/** WORKERS=2 on the embedded database: two processes on one port, and whichever holds a console, it is the same portal. */

import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PortalNode } from '../../server/contract/nodes';
import type { Attempt, LiveSession } from '../../server/contract/session';
import { ApiClient } from '../support/api-client';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { childProcesses } from '../support/child-processes';
import { cutConsoles } from '../support/console-client';
import type { ConsoleClient } from '../support/console-client';
import { listen } from '../support/ports';
import { ADMIN, launchPortal, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { race } from '../support/race';
import { RawConnection } from '../support/raw-connection';
import { attemptId, fail } from '../support/relay';
import { client } from '../support/rfb-bytes';
import { temporaryDirectory } from '../support/temporary';
import type { TemporaryDirectory } from '../support/temporary';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

const A_SECOND = 1000;
const WORKERS = 2;
/** New connections go to the one and the other by turns, but a busy machine may put a few in a row. */
const ENOUGH = 8;
const MOST_OF_A_PERSON = 12;

let data: TemporaryDirectory;
let portal: Portal;
let admin: Administrator;
let app: EchoApplication;
let desk: VncEcho;

const start = () =>
  startPortal({
    dataDir: data.path,
    env: { WORKERS: String(WORKERS), DRAIN_SECONDS: '2', MAX_CONSOLES_PER_USER: String(MOST_OF_A_PERSON) },
  });

beforeAll(async () => {
  data = temporaryDirectory('workers');
  [portal, app, desk] = await Promise.all([start(), startEcho(), startVncEcho()]);
  admin = await portal.admin();
  await admin.api.addHost('app', app.url);
  await admin.api.addHost('desk', desk.url);
});
afterEach(async () => {
  cutConsoles();
  await until('no console to be left', async () => !portal.process.running || (await sessions()).length === 0);
});
afterAll(async () => {
  await portal.stop();
  await Promise.all([app.stop(), desk.stop()]);
  data.remove();
});

const sessions = async (api = admin.api) => (await api.must('GET', '/sessions')).json<{ items: LiveSession[] }>().items;
const nodes = async () => (await admin.api.must('GET', '/nodes')).json<{ items: PortalNode[] }>().items;
const leave = (consoles: ConsoleClient[]) => Promise.all(consoles.map((console) => console.close()));

/** Consoles of which both processes carry some. */
async function openOnBoth(open: () => Promise<ConsoleClient>): Promise<{ consoles: ConsoleClient[]; listed: LiveSession[] }> {
  const consoles = await Promise.all(Array.from({ length: ENOUGH }, open));
  const listed = await sessions();
  expect(new Set(listed.map(({ node }) => node)).size).toBe(WORKERS);
  return { consoles, listed };
}

/** What was recorded of each console that there ever was: how many began and ended, and those that did so twice or never. */
async function recorded(live: number): Promise<void> {
  const lines = (await portal.command(['audit', 'export', '--format', 'jsonl', '--action', 'console.open,console.end'])).split('\n');
  const rows = lines.filter(Boolean).map((line) => JSON.parse(line) as { action: string; sessionId: string });
  const of = (action: string) => rows.filter((row) => row.action === action).map(({ sessionId }) => sessionId);
  const [opens, ends] = [of('console.open'), of('console.end')];
  expect(new Set(opens).size).toBe(opens.length);
  expect(new Set(ends).size).toBe(ends.length);
  expect(ends.filter((id) => !opens.includes(id))).toEqual([]);
  expect(opens.length - ends.length).toBe(live);
  expect(await portal.command(['audit', 'verify'])).toMatch(/^The audit holds: \d+ rows/);
}

test('one address and one setup code are printed, whichever process made them', () => {
  const printed = portal.process.stdout.join('\n');
  expect(printed.match(/listening on/g)).toHaveLength(1);
  expect(printed.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g)).toHaveLength(1);
  expect(childProcesses(portal.process.pid)).toHaveLength(WORKERS);
});

test('both answer: a sign-in, a token and a host that one knows the other one knows', async () => {
  const browser = new WebBrowser(portal);
  await browser.signIn(ADMIN.name, ADMIN.password);
  const here = new Set<string>();
  await until('both to have answered', async () => {
    expect((await browser.get('/api/v1/me')).status).toBe(200);
    expect((await admin.api.must('GET', '/hosts/desk')).json()).toMatchObject({ id: 'desk' });
    here.add((await nodes()).find((node) => node.here)!.id);
    return here.size === WORKERS;
  });
  const all = await nodes();
  expect(all.map(({ worker, state }) => [worker, state])).toEqual([
    [1, 'up'],
    [2, 'up'],
  ]);
  expect(new Set(all.map(({ machine }) => machine)).size).toBe(1);
  await browser.signOut();
  for (let asked = 0; asked < 4; asked++) expect((await browser.get('/api/v1/me')).status).toBe(401);
});

test('live consoles are listed, counted and ended whichever process is asked', async () => {
  const { consoles, listed } = await openOnBoth(() => admin.api.open('app'));
  for (let asked = 0; asked < 4; asked++) {
    expect((await sessions()).map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    expect((await admin.api.must('GET', '/hosts/app')).json()).toMatchObject({ live: ENOUGH });
  }
  for (const { id } of listed) await admin.api.must('DELETE', `/sessions/${id}`);
  const ends = await Promise.all(consoles.map((console) => within('the end', console.closed)));
  expect(ends.map(({ code }) => code)).toEqual(listed.map(() => 4002));
});

test('limits and an exclusive host hold over both, also when all come at once', async () => {
  await admin.api.addHost('few', app.url, { policy: { maxViewers: 3 } });
  await admin.api.addHost('one', desk.url, { policy: { exclusive: true } });
  const person = await portal.anotherAdmin('busy');
  const cases: [string, number, string][] = [
    ['few', 3, 'too_many_consoles_host'],
    ['one', 1, 'host_in_use'],
    ['app', MOST_OF_A_PERSON, 'too_many_consoles_user'],
  ];
  for (const [host, places, code] of cases) {
    const { open, refused } = await race(places + 9, () => person.api.open(host));
    expect([host, open.length, refused]).toEqual([host, places, Array.from({ length: 9 }, () => 429)]);
    for (let asked = 0; asked < 3; asked++) expect(await fail(person.api, host)).toMatchObject({ status: 429, code });
    await leave(open);
    await until('the places to be free', async () => (await sessions()).length === 0);
  }
});

test('what is revoked ends the consoles of both within a second: by REST and by the command line', async () => {
  const bystander = await enter(await admin.api.open('desk'));
  const ways: [string, (userId: string) => Promise<unknown>][] = [
    ['rest', (userId) => admin.api.must('PATCH', `/users/${userId}`, { disabled: true })],
    ['cli', () => portal.command(['user', 'disable', 'revoked-cli'])],
  ];
  for (const [name, revoke] of ways) {
    const person = await portal.anotherAdmin(`revoked-${name}`);
    const { consoles } = await openOnBoth(async () => enter(await person.api.open('desk')));
    await revoke(person.userId);
    const answered = performance.now();
    for (const console of consoles) {
      const closed = await within('the end', console.closed, 5000);
      expect(closed).toMatchObject({ code: 4001, reason: 'signed out' });
      expect(closed.at - answered).toBeLessThan(A_SECOND);
    }
  }
  bystander.send(client.key());
  expect((await bystander.message()).data).toEqual(client.key());
  await bystander.close();
});

test('a page learns what became of its attempt whichever process it asks', async () => {
  const ids = Array.from({ length: 4 }, attemptId);
  const consoles = await Promise.all(ids.map(async (id) => enter(await admin.api.open('desk', { query: `?attempt=${id}` }))));
  const states = async () =>
    Promise.all(ids.flatMap((id) => [id, id]).map(async (id) => (await admin.api.must('GET', `/attempts/${id}`)).json<Attempt>()));
  await until('each to be told of the three others', async () =>
    (await states()).every(({ state, others }) => state === 'open' && others.length === 3),
  );
  await leave(consoles);
  await until('each to have ended', async () => (await states()).every(({ state }) => state === 'ended'));
});

test('wrong passwords are counted over both', async () => {
  await portal.anotherAdmin('guessed');
  const answers: string[] = [];
  for (let guess = 0; guess < 8; guess++) answers.push((await new WebBrowser(portal).submitSignIn('guessed', 'wrong')).text);
  expect(answers.map((text) => text.includes('too_many_attempts'))).toEqual([false, false, false, false, false, true, true, true]);
});

test('a process that is killed comes back, its consoles end on paper with the reason, and those of the other one go on', async () => {
  const { consoles, listed } = await openOnBoth(() => admin.api.open('app'));
  const [victim] = childProcesses(portal.process.pid);
  process.kill(victim!, 'SIGKILL');
  await until('the consoles that it carried to be cut', () => consoles.some(({ isClosed }) => isClosed));
  const alive = await until('the others in the list', async () => {
    const left = await sessions();
    return left.length < listed.length && left;
  });
  const cut = consoles.filter(({ isClosed }) => isClosed);
  const kept = consoles.filter(({ isClosed }) => !isClosed);
  expect((await Promise.all(cut.map((console) => console.closed))).map(({ code }) => code)).toEqual(cut.map(() => 1006));
  expect(alive).toHaveLength(kept.length);
  // All that were cut were of one process, and it is not the one of those that go on.
  expect(new Set(alive.map(({ node }) => node)).size).toBe(1);
  expect(listed.filter(({ node }) => node === alive[0]!.node)).toHaveLength(kept.length);
  for (const console of kept) {
    console.send('Hello');
    expect(await console.text()).toBe('Server received from client: Hello');
  }
  const ends = (await admin.api.audit({ action: 'console.end' })).slice(0, cut.length);
  const gone = listed.filter(({ node }) => node !== alive[0]!.node).map(({ id }) => id);
  expect(ends.map(({ sessionId }) => sessionId).sort()).toEqual(gone.sort());
  expect(
    new Set(ends.map(({ detail }) => JSON.stringify([(detail as { code: number }).code, typeof (detail as { reason: string }).reason]))),
  ).toEqual(new Set(['[1006,"string"]']));

  await until('another in its place', () => childProcesses(portal.process.pid).filter((pid) => pid !== victim).length === WORKERS);
  const answered = new Set<string>();
  await until('both to answer', async () => answered.add((await nodes()).find((node) => node.here)!.id).size === WORKERS, 20_000);
  await until('both to carry consoles', async () => {
    // Two at once: with the question between, each would come to the same one's turn.
    kept.push(...(await Promise.all([admin.api.open('app'), admin.api.open('app')])));
    return new Set((await sessions()).map(({ node }) => node)).size === WORKERS;
  });
  expect(portal.process.stdout.join('\n').match(/listening on/g)).toHaveLength(1);
  await leave(kept);
  await until('no console to be left', async () => (await sessions()).length === 0);
  await recorded(0);
});

test('a connection on its way to a process that is killed ends, and the first process keeps nothing of it', async () => {
  const before = portal.sockets();
  const [victim] = childProcesses(portal.process.pid);
  // It takes no connection any more, and the first process does not know yet.
  process.kill(victim!, 'SIGSTOP');
  const raws = await Promise.all(Array.from({ length: ENOUGH }, () => RawConnection.open(portal.port)));
  const answers = raws.map(async (raw) => {
    await raw.write(`GET /healthz HTTP/1.1\r\nHost: ${portal.host}\r\nConnection: close\r\n\r\n`);
    return raw.head(30_000).then(
      ({ status }) => status,
      () => 'ended',
    );
  });
  await until('all but one to be answered', () => raws.filter(({ lastDataAt }) => lastDataAt > 0).length === ENOUGH - 1);
  process.kill(victim!, 'SIGKILL');
  expect((await Promise.all(answers)).filter((answer) => answer !== 200)).toEqual(['ended']);
  for (const raw of raws) raw.close();
  const answered = new Set<string>();
  await until('both to answer', async () => answered.add((await nodes()).find((node) => node.here)!.id).size === WORKERS, 20_000);
  await portal.socketsBackTo(before);
});

describe('a stop', () => {
  test.each([
    // As a supervisor does…
    ['SIGTERM to the first process', () => process.kill(portal.process.pid, 'SIGTERM')],
    // …and as a terminal does: RunningProcess signals its whole group.
    ['Ctrl-C to all of them', () => portal.process.signal('SIGINT')],
  ])('by %s tells every console 1001, and ends with 0', async (_way, stop) => {
    if (!portal.process.running) {
      portal = await start();
      admin = { ...admin, api: new ApiClient(portal, admin.token) };
    }
    const { consoles } = await openOnBoth(() => admin.api.open('app'));
    const workers = childProcesses(portal.process.pid);
    stop();
    await until('not ready', async () => (await portal.http('/readyz')).status === 503);
    await expect(admin.api.open('app')).rejects.toMatchObject({ status: 503 });
    const ends = await Promise.all(consoles.map((console) => within('the end', console.closed, 5000)));
    expect(ends.map(({ code, reason }) => `${code} ${reason}`)).toEqual(consoles.map(() => '1001 portal is restarting'));
    expect(await within('the end of the portal', portal.process.exited)).toEqual({ code: 0, signal: null });
    expect(workers.filter((pid) => childProcesses(1).includes(pid))).toEqual([]);
    expect(app.clients()).toBe(0);
    await recorded(0);
  });
});

describe('a start that cannot work ends with one clear line, not one of each process:', () => {
  async function failedStart(env: Record<string, string>): Promise<{ code: number | null; line: string }> {
    const failing = launchPortal({ env: { WORKERS: String(WORKERS), ...env }, dataDir: join(data.path, 'unused') });
    const { code } = await failing.exit(20_000).finally(() => failing.stop());
    expect(failing.stdout.filter((line) => line.includes('listening on'))).toEqual([]);
    expect(failing.stderr).toHaveLength(1);
    return { code, line: failing.stderr[0]! };
  }

  test('a bad variable', async () => {
    expect(await failedStart({ MAX_CONSOLES: 'many' })).toEqual({ code: 78, line: expect.stringContaining('MAX_CONSOLES') as string });
    for (const value of ['0', '1.5', 'all']) {
      expect(await failedStart({ WORKERS: value })).toEqual({ code: 78, line: expect.stringContaining('WORKERS') as string });
    }
  });

  test('a port that is taken', async () => {
    const taken = createServer();
    const port = await listen(taken);
    const { code, line } = await failedStart({ PORT: String(port) });
    expect(code).toBe(1);
    expect(line).toMatch(/port \d+ is in use/);
    taken.close();
  });
});
