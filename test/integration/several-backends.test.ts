/** Set-up 5: two replicas of one host. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { EchoApplication } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { until, within } from '../support/waiting';

let portal: Portal;
let admin: Administrator;
let replicas: EchoApplication[];

beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
});
// New ones each time: the portal remembers for a while which addresses have failed.
beforeEach(async () => {
  replicas = [await startEcho(), await startEcho()];
});
afterEach(() => Promise.all(replicas.map((replica) => replica.stop())));
afterAll(() => portal.stop());

const urls = (): string[] => replicas.map(({ url }) => url);

async function open(host: string): Promise<ConsoleClient> {
  const console = await admin.api.open(host);
  console.send('Hello');
  expect(await console.text()).toBe('Server received from client: Hello');
  return console;
}

async function closeAll(consoles: ConsoleClient[]): Promise<void> {
  await Promise.all(consoles.map((console) => console.close()));
  await until('all to be gone', () => replicas.every((replica) => replica.clients() === 0));
}

test('failover: every console goes to the first address while that one answers', async () => {
  await admin.api.addHost('failover', urls());
  const consoles = [await open('failover'), await open('failover'), await open('failover')];
  expect(replicas.map((replica) => replica.clients())).toEqual([3, 0]);
  await closeAll(consoles);
});

test('round-robin: consoles are spread evenly', async () => {
  await admin.api.addHost('spread', urls(), { balance: 'round-robin' });
  const consoles = [];
  for (let index = 0; index < 6; index++) consoles.push(await open('spread'));
  expect(replicas.map((replica) => replica.clients())).toEqual([3, 3]);
  expect(new Set((await admin.api.sessions()).map(({ target }) => target))).toEqual(new Set(urls()));
  await closeAll(consoles);
});

test.each(['round-robin', 'failover'] as const)(
  '%s: with one replica killed new consoles go to the other without an error',
  async (balance) => {
    const id = `killed-${balance}`;
    await admin.api.addHost(id, urls(), { balance });
    const [first, second] = replicas as [EchoApplication, EchoApplication];
    const before = [await open(id), await open(id)];
    const { port } = first;
    await first.stop();
    const ended = before.filter((console) => console.isClosed).length;
    const left = balance === 'round-robin' ? 1 : 2;
    await until('the killed consoles to end', () => before.filter((console) => console.isClosed).length === left);
    expect(ended).toBeLessThanOrEqual(left);
    for (const console of before.filter(({ isClosed }) => isClosed)) expect(await console.closed).toMatchObject({ code: 1011 });
    const after = [];
    for (let index = 0; index < 4; index++) after.push(await within('a console', open(id)));
    expect(second.clients()).toBe(4 + (2 - left));
    replicas[0] = await startEcho({ port });
    await closeAll([...before.filter(({ isClosed }) => !isClosed), ...after]);
  },
);

test('with both killed the console is refused, and works again when one is back', async () => {
  await admin.api.addHost('both', urls(), { balance: 'round-robin' });
  const ports = replicas.map(({ port }) => port);
  await Promise.all(replicas.map((replica) => replica.stop()));
  await expect(admin.api.open('both')).rejects.toMatchObject({ status: 502 });
  replicas[1] = await startEcho({ port: ports[1]! });
  const console = await open('both');
  replicas[0] = await startEcho({ port: ports[0]! });
  await closeAll([console]);
});
