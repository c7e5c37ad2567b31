/** Two portals on one PostgreSQL behind nginx: whichever of them a request or a console meets, it is the same portal. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Attempt } from '../../server/contract/session';
import type { ApiClient } from '../support/api-client';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import { cutConsoles } from '../support/console-client';
import type { ConsoleClient } from '../support/console-client';
import { ADMIN } from '../support/portal';
import { race } from '../support/race';
import { attemptId, fail, picture, view } from '../support/relay';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { nodeNumbers, TwoNodes } from '../support/two-nodes';
import type { NodeNumber } from '../support/two-nodes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';
import { WebBrowser } from '../support/web-browser';

const MOST_OF_A_PERSON = 12;
const A_SECOND = 1000;

let two: TwoNodes;
let app: EchoApplication;
let desk: VncEcho;
let locked: TigerVnc;
const password = 'sesame';

beforeAll(async () => {
  [two, app, desk, locked] = await Promise.all([
    TwoNodes.start({ MAX_CONSOLES_PER_USER: String(MOST_OF_A_PERSON) }),
    startEcho(),
    startVncEcho(),
    startTigerVnc({ password, text: 'hello' }),
  ]);
  // Each at another node.
  await two.through().addHost('app', app.url);
  await two.through().addHost('desk', desk.url);
  await two.through().addHost('locked', `vnc://127.0.0.1:${locked.port}`);
});
afterEach(async () => {
  cutConsoles();
  await two.noneLeft();
});
afterAll(async () => {
  await two.stop();
  await Promise.all([app.stop(), desk.stop(), locked.stop()]);
});

const other = (number: NodeNumber): NodeNumber => (number === 0 ? 1 : 0);
const told = async (api: ApiClient, id: string): Promise<Attempt> => (await api.must('GET', `/attempts/${id}`)).json<Attempt>();
const live = async (number: NodeNumber, host: string) => (await two.at(number).must('GET', `/hosts/${host}`)).json<{ live: number }>().live;

const leave = (consoles: ConsoleClient[]) => Promise.all(consoles.map((console) => console.close()));

test('both print one setup code, and what either has set up is set up', async () => {
  expect(await two.nodes[0].setupCode()).toBe(await two.nodes[1].setupCode());
  for (const number of nodeNumbers) expect((await two.at(number).must('GET', '/setup')).json()).toEqual({ needed: false });
});

test('nginx asks the one and the other by turns, and a person stays signed in', async () => {
  const browser = new WebBrowser(two.balancer);
  await browser.signIn(ADMIN.name, ADMIN.password);
  const here = new Set<string>();
  for (let asked = 0; asked < 4; asked++) {
    expect((await browser.get('/api/v1/me')).json()).toMatchObject({ name: ADMIN.name, via: 'login' });
    const { items } = (await browser.get('/api/v1/nodes')).json<{ items: { id: string; here: boolean; state: string }[] }>();
    expect(items.map(({ state }) => state)).toEqual(['up', 'up']);
    here.add(items.find((node) => node.here)!.id);
    // The next question would meet the same node again: an even number of them was asked.
    if (asked % 2 === 0) await two.balancer.http('/healthz');
  }
  expect(here.size).toBe(2);
  expect((await browser.get('/')).status).toBe(200);
  await browser.signOut();
  for (const number of nodeNumbers) {
    const elsewhere = new WebBrowser(two.nodes[number]);
    for (const [name, cookie] of browser.cookies) elsewhere.cookies.set(name, cookie);
    expect((await elsewhere.get('/api/v1/me')).status).toBe(401);
  }
});

test('either node lists and counts the consoles of both, and ends those of the other one', async () => {
  const consoles = [await two.at(0).open('app'), await two.at(1).open('app'), await enter(await two.at(1).open('desk'))] as const;
  const [first, second] = [await two.idOf(0), await two.idOf(1)];
  for (const number of nodeNumbers) {
    const listed = await two.sessions(number);
    expect(listed.map(({ node, hostId }) => [node, hostId])).toEqual([
      [first, 'app'],
      [second, 'app'],
      [second, 'desk'],
    ]);
    expect([await live(number, 'app'), await live(number, 'desk')]).toEqual([2, 1]);
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual((await two.sessions(other(number))).map(({ id }) => id));
  }

  const [mine, theirs] = await two.sessions(0);
  await two.at(0).must('DELETE', `/sessions/${theirs!.id}`);
  await two.at(1).must('POST', `/sessions/${mine!.id}/end`, { message: 'Backup.' });
  for (const console of [consoles[0], consoles[1]]) {
    expect(await within('the end', console.closed)).toMatchObject({ code: 4002, reason: 'ended by an administrator' });
  }
  await until('the counts to follow', async () => (await live(0, 'app')) === 0 && (await live(1, 'app')) === 0);
  expect(consoles[2].isClosed).toBe(false);
  await consoles[2].close();
});

describe('limits hold across the nodes, also when all come at once:', () => {
  test('so many viewers a host', async () => {
    await two.through().addHost('few', app.url, { policy: { maxViewers: 3 } });
    const { open, refused } = await race(12, () => two.through().open('few'));
    expect([open.length, refused]).toEqual([3, Array.from({ length: 9 }, () => 429)]);
    for (const number of nodeNumbers) {
      expect(await fail(two.at(number), 'few')).toMatchObject({ status: 429, state: 'refused', code: 'too_many_consoles_host' });
    }
    // The place that one leaves is free at both.
    await open[0]!.close();
    const next = await until('the place of the one who left', () =>
      two
        .through()
        .open('few')
        .catch(() => null),
    );
    await leave([...open.slice(1), next]);
  });

  test('so many consoles a person', async () => {
    const person = await two.somebody('busy');
    const { open, refused } = await race(2 * MOST_OF_A_PERSON, () => two.through(person.token).open('app'));
    expect([open.length, refused]).toEqual([MOST_OF_A_PERSON, Array.from({ length: MOST_OF_A_PERSON }, () => 429)]);
    expect(new Set((await two.sessions(0)).map(({ node }) => node)).size).toBe(2);
    for (const number of nodeNumbers) {
      expect(await fail(two.at(number, person.token), 'app')).toMatchObject({ status: 429, code: 'too_many_consoles_user' });
      // Nobody else is concerned.
      await (await two.at(number).open('app')).close();
    }
    await leave(open);
  });

  test('one person in control of an exclusive host, whom all others are told of, and who may be asked at either node', async () => {
    await two.through().addHost('one', desk.url, { policy: { exclusive: true } });
    const [holder, asker] = [await two.somebody('holder'), await two.somebody('asker')];
    const attempts = Array.from({ length: 8 }, attemptId);
    const { open, refused } = await race(8, (n) => two.through(holder.token).open('one', { query: `?attempt=${attempts[n]!}` }));
    expect([open.length, refused]).toEqual([1, Array.from({ length: 7 }, () => 429)]);
    await enter(open[0]!);
    for (const number of nodeNumbers) {
      const refusal = await fail(two.at(number, asker.token), 'one');
      expect(refusal).toMatchObject({ status: 429, state: 'refused', code: 'host_in_use' });
      expect(refusal.message).toContain('holder');
      const answer = (await two.at(number, asker.token).must('GET', '/hosts/one/holder')).json();
      expect(answer).toMatchObject({ holder: { userName: 'holder' } });
    }

    const attempt = await until('the attempt that became the console', async () => {
      for (const id of attempts) if ((await told(two.at(0, holder.token), id)).state === 'open') return id;
      return undefined;
    });
    for (const number of nodeNumbers) {
      const asking = number === 0 ? asker : await two.somebody('second-asker');
      await two.at(number, asking.token).must('POST', '/hosts/one/ask');
      for (const at of nodeNumbers) {
        await until(`the page to be told at node ${at}`, async () =>
          (await told(two.at(at, holder.token), attempt)).asked.some(({ userName }) => userName === asking.name),
        );
      }
    }

    await open[0]!.close();
    const next = await until('the host to be free at the other node', () =>
      two
        .at(1, asker.token)
        .open('one')
        .catch(() => null),
    );
    expect(await fail(two.at(0, holder.token), 'one')).toMatchObject({ code: 'host_in_use' });
    await next.close();
  });
});

describe('a console page whose questions reach the node that does not carry its console', () => {
  test.each(nodeNumbers)('answers for the password, and sees what came of it: console at node %i', async (number) => {
    const id = attemptId();
    const [here, there] = [two.at(number), two.at(other(number))];
    const viewer = view(here, 'locked', `?attempt=${id}`);
    viewer.catch(() => undefined);
    expect(await there.attempt(id)).toMatchObject({ state: 'asking', needs: ['password'], code: '' });
    const stranger = await two.somebody(`stranger-${number}`);
    expect((await two.at(other(number), stranger.token).call('GET', `/attempts/${id}`)).status).toBe(404);
    expect((await two.at(other(number), stranger.token).call('PUT', `/attempts/${id}/credentials`, { password })).status).toBe(404);
    await there.must('PUT', `/attempts/${id}/credentials`, { password });
    const client = await viewer;
    await picture(client);
    await until('open at the other node', async () => (await told(there, id)).state === 'open');
    expect(await told(two.through(), id)).toMatchObject({ state: 'open', needs: [] });
    // What was typed is nowhere.
    const stored = JSON.stringify([await two.rows('select * from attempts'), await two.rows('select * from changes')]);
    expect(stored).not.toContain(password);
    expect(await two.rows('select id from attempts where answer is not null')).toEqual([]);
    await client.close();
    await until('ended at the other node', async () => (await told(there, id)).state === 'ended');
  });

  test('is told of everybody on the host, and whether the portal hears it', async () => {
    const ids = [attemptId(), attemptId()] as const;
    const consoles = [
      await enter(await two.at(0).open('desk', { query: `?attempt=${ids[0]}` })),
      await enter(await two.at(1).open('desk', { query: `?attempt=${ids[1]}&view=1` })),
    ];
    for (const number of nodeNumbers) {
      await until('each to be told of the other', async () => {
        const [first, second] = [await told(two.at(number), ids[0]), await told(two.at(number), ids[1])];
        return first.others[0]?.access === 'view' && second.others[0]?.access === 'control';
      });
    }
    const heard = async (): Promise<number> => (await two.at(1).must('GET', `/attempts/${ids[0]}?heard=now`)).json<Attempt>().heard;
    const before = await heard();
    consoles[0]!.send(Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61]));
    await until('what was said to be heard', async () => (await heard()) > before);
    await leave(consoles);
  });

  test('is told why it was refused, and why it ended', async () => {
    await two.through().addHost('nobody', 'vnc://127.0.0.1:1');
    const id = attemptId();
    await expect(two.at(0).open('nobody', { query: `?attempt=${id}` })).rejects.toMatchObject({ status: 502 });
    expect(await two.at(1).attempt(id)).toMatchObject({ state: 'refused', code: 'host_unreachable' });

    const ended = attemptId();
    const console = await enter(await two.at(1).open('desk', { query: `?attempt=${ended}` }));
    await two.at(0).must('POST', `/sessions/${(await two.sessions(0))[0]!.id}/end`, { message: 'Lunch.' });
    await within('the end', console.closed);
    const attempt = await until('the reason', async () => {
      const now = await told(two.at(0), ended);
      return now.state === 'ended' && now;
    });
    expect(attempt.message).toContain('Lunch.');
  });

  test('opens its console anew, and is not in its own way', async () => {
    await two.through().addHost('again', desk.url, { policy: { exclusive: true } });
    const page = `&page=${attemptId()}`;
    const opened: ConsoleClient[] = [];
    for (const number of [0, 1, 0] as const) {
      opened.push(await enter(await two.at(number).open('again', { query: `?attempt=${attemptId()}${page}` })));
      expect(await two.liveRows()).toBe(1);
      expect((await two.sessions(other(number))).map(({ node }) => node)).toEqual([await two.idOf(number)]);
    }
    // Those that it left are let go of: their sockets too.
    await until('the host to have one viewer', () => desk.clients() === 1);
    await opened[2]!.close();
    await until('the host to have none', () => desk.clients() === 0);
    expect(await two.wronglyRecorded()).toEqual([]);
  });
});

describe('guesses are counted across the nodes:', () => {
  test('wrong passwords of an account', async () => {
    await two.somebody('forgetful');
    // Each of these is four requests or so, at the one node and at the other.
    for (let guess = 0; guess < 5; guess++) {
      const { text } = await new WebBrowser(two.nodes[guess % 2 === 0 ? 0 : 1]).submitSignIn('forgetful', 'wrong');
      expect(text).not.toContain('too_many_attempts');
    }
    for (const number of nodeNumbers) {
      const browser = new WebBrowser(two.nodes[number]);
      expect((await browser.submitSignIn('forgetful', ADMIN.password)).text).toContain('too_many_attempts');
      expect(browser.sessionCookie).toBeUndefined();
    }
  });

  test('of ten sent at once over both, the free ones are tried', async () => {
    await two.somebody('attacked');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, guess) =>
        new WebBrowser(two.nodes[guess % 2 === 0 ? 0 : 1]).submitSignIn('attacked', `guess ${guess}`),
      ),
    );
    expect(answers.filter(({ text }) => text.includes('too_many_attempts'))).toHaveLength(5);
  });

  test('passwords that a VNC server refused: the other node leaves it alone too', async () => {
    await two.through().addHost('wrong', `vnc://127.0.0.1:${locked.port}`, { credentials: { password: 'wrong' } });
    expect(await fail(two.at(0), 'wrong')).toMatchObject({ closed: 1011, code: 'host_login_failed' });
    // Asked once, when it has had time to hear: a refusal of its own would bring it to the same.
    await delay(A_SECOND);
    expect(await fail(two.at(1), 'wrong')).toMatchObject({ code: 'host_login_blocked' });
    await two.at(1).updateHost('wrong', { credentials: { password } });
    for (const number of nodeNumbers) {
      await until('the host to be tried again', () =>
        view(two.at(number), 'wrong').then(
          (client) => client.close(),
          () => false,
        ),
      );
    }
  });
});

test('each console has one beginning and one end in the audit, and its chain holds', async () => {
  expect(await two.wronglyRecorded()).toEqual([]);
  expect(await two.nodes[1].command(['audit', 'verify'])).toMatch(/^The audit holds: \d+ rows/);
  expect([app.clients(), desk.clients()]).toEqual([0, 0]);
});
