/** Whatever takes a right away, at either node or by the command line, ends the consoles of both nodes within a second, and no others. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { client } from '../support/rfb-bytes';
import { nodeNumbers, TwoNodes } from '../support/two-nodes';
import type { NodeNumber, Person } from '../support/two-nodes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';

const A_SECOND = 1000;
/** Of each end, from the answer to whoever revoked to the close at the client, ms. */
const took: number[] = [];

let two: TwoNodes;
let app: EchoApplication;
let desk: VncEcho;
let bystanders: ConsoleClient[];
let serial = 0;

beforeAll(async () => {
  [two, app, desk] = await Promise.all([TwoNodes.start(), startEcho(), startVncEcho()]);
  const person = await somebody();
  bystanders = [await enter(await two.at(0, person.token).open('desk')), await enter(await two.at(1, person.token).open('desk'))];
});
afterEach(async () => {
  for (const console of bystanders) {
    console.send(client.key());
    expect((await console.message()).data).toEqual(client.key());
  }
});
afterAll(async () => {
  await two.stop();
  await Promise.all([app.stop(), desk.stop()]);
});

/** A user who may open two hosts of their own, a tunnel's and a relay's, by a grant for each; `desk` is the first one's. */
interface Here {
  person: Person;
  hosts: { app: string; desk: string };
  grants: { app: string; desk: string };
}

async function somebody(): Promise<Person> {
  const person = await two.somebody(`p${++serial}`, 'user');
  if (serial === 1) await two.at(0).addHost('desk', desk.url);
  await grant(person, 'desk');
  return person;
}

async function grant({ id }: Person, host: string): Promise<string> {
  const input = { subject: { kind: 'user', id }, target: { kind: 'host', id: host }, access: 'control' };
  return (await two.through().create<{ id: string }>('/grants', input)).id;
}

async function here(): Promise<Here> {
  const person = await somebody();
  const hosts = { app: `app-${serial}`, desk: `desk-${serial}` };
  await two.through().addHost(hosts.app, app.url);
  await two.through().addHost(hosts.desk, desk.url);
  return { person, hosts, grants: { app: await grant(person, hosts.app), desk: await grant(person, hosts.desk) } };
}

interface Cause {
  what: string;
  code: number;
  /** Whom of the person's four consoles it concerns: those on one of the hosts, or on both. */
  ended: readonly ('app' | 'desk')[];
  /** Where the call that takes the right away is made. */
  at: NodeNumber;
  rest: (here: Here, api: ApiClient) => Promise<unknown>;
  cli?: (here: Here) => string[];
}
const causes: Cause[] = [
  {
    what: 'a user is disabled',
    code: 4001,
    ended: ['app', 'desk'],
    at: 0,
    rest: ({ person }, api) => api.must('PATCH', `/users/${person.id}`, { disabled: true }),
    cli: ({ person }) => ['user', 'disable', person.name],
  },
  {
    what: 'a grant is removed',
    code: 4001,
    ended: ['desk'],
    at: 1,
    rest: ({ grants }, api) => api.must('DELETE', `/grants/${grants.desk}`),
    cli: ({ grants }) => ['grant', 'remove', grants.desk],
  },
  {
    what: 'a host is removed',
    code: 4004,
    ended: ['app'],
    at: 0,
    rest: ({ hosts }, api) => api.must('DELETE', `/hosts/${hosts.app}`),
    cli: ({ hosts }) => ['host', 'remove', hosts.app],
  },
  {
    what: 'a host is edited',
    code: 4004,
    ended: ['desk'],
    at: 1,
    rest: ({ hosts }, api) => api.updateHost(hosts.desk, { targets: ['vnc://127.0.0.1:1'] }),
  },
  {
    what: 'a token is revoked',
    code: 4001,
    ended: ['app', 'desk'],
    at: 0,
    rest: ({ person }) => person.browser.delete(`/api/v1/tokens/${person.tokenId}`),
  },
];
const byCommand = causes.filter(({ cli }) => cli);

async function expectEverywhere({ code, ended }: Cause, made: Here, revoke: () => Promise<unknown>): Promise<void> {
  const consoles: { host: 'app' | 'desk'; console: ConsoleClient }[] = [];
  for (const number of nodeNumbers) {
    const api = two.at(number, made.person.token);
    consoles.push({ host: 'app', console: await api.open(made.hosts.app) });
    consoles.push({ host: 'desk', console: await enter(await api.open(made.hosts.desk)) });
  }
  await revoke();
  const answered = performance.now();
  for (const { host, console } of consoles) {
    if (!ended.includes(host)) continue;
    const closed = await within(`close code ${code}`, console.closed, 5000);
    took.push(closed.at - answered);
    expect(closed.code).toBe(code);
    expect(closed.at - answered).toBeLessThan(A_SECOND);
  }
  const left = consoles.filter(({ host }) => !ended.includes(host));
  expect(left.map(({ console }) => console.isClosed)).toEqual(left.map(() => false));
  await Promise.all(left.map(({ console }) => console.close()));
}

test.each(causes)('when $what by REST at node $at', async (cause) => {
  const made = await here();
  await expectEverywhere(cause, made, () => cause.rest(made, two.at(cause.at)));
});

test.each(byCommand)('when $what by the command line', async (cause) => {
  const made = await here();
  await expectEverywhere(cause, made, () => two.nodes[0].command(cause.cli!(made)));
});

test('when a person signs out, of what was opened in that browser', async () => {
  const { person, hosts } = await here();
  const { headers } = person.browser;
  const consoles = await Promise.all(
    nodeNumbers.map((number) => two.at(number).open(hosts.app, { headers: { ...headers, origin: two.nodes[number].origin } })),
  );
  const byToken = await two.at(1, person.token).open(hosts.app);
  await person.browser.signOut();
  const answered = performance.now();
  for (const console of consoles) {
    const closed = await within('the end', console.closed, 5000);
    took.push(closed.at - answered);
    expect(closed).toMatchObject({ code: 4001, reason: 'signed out' });
    expect(closed.at - answered).toBeLessThan(A_SECOND);
  }
  expect(byToken.isClosed).toBe(false);
  await byToken.close();
});

test('at another node while this one does not run: what was typed after it reaches no host when it runs again', async () => {
  const { person, hosts, grants } = await here();
  const before = desk.connections.length;
  const console = await enter(await two.at(0, person.token).open(hosts.desk));
  const host = await until('the host to be open', () => desk.connections[before]);
  console.send(client.key());
  expect((await console.message()).data).toEqual(client.key());
  const { process: node } = two.nodes[0];
  const heard = host.socket.bytesRead;
  node.signal('SIGSTOP');
  try {
    await two.at(1).must('DELETE', `/grants/${grants.desk}`);
    for (let keys = 0; keys < 30; keys++) console.send(client.key());
    // A pause of more than a second is what the portal notices; a shorter one is within the promise.
    await delay(1500);
  } finally {
    node.signal('SIGCONT');
  }
  expect(await within('the end', console.closed)).toMatchObject({ code: 4001 });
  await until('the host to be left', () => host.socket.destroyed);
  // At most the release of keys that are still held, of which there are none but the last.
  expect(host.socket.bytesRead - heard).toBeLessThanOrEqual(client.key().length);
});

test('all of them, none after a second; nothing is left but the bystanders', async () => {
  // Of each, those at both nodes; and the two of the sign-out.
  const expected = [...causes, ...byCommand].reduce((sum, { ended }) => sum + 2 * ended.length, 0) + 2;
  expect(took).toHaveLength(expected);
  expect(Math.max(...took)).toBeLessThan(A_SECOND);
  await until('the two bystanders', async () => (await two.liveRows()) === bystanders.length);
  await until('their sockets', () => desk.clients() === bystanders.length && app.clients() === 0);
  expect(await two.wronglyRecorded()).toEqual([]);
});
