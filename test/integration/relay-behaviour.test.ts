/** What tunnels.test.ts promises of bytes, silence and ends, where the portal speaks RFB itself; close-codes.test.ts runs over both ways. */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend, subprotocol } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { clientFrame, closePayload, encodeFrame, opcodes, readClose } from '../support/frames';
import type { Frame } from '../support/frames';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { openRawConsole } from '../support/raw-console';
import type { RawConnection } from '../support/raw-connection';
import { client as messages, join } from '../support/rfb-bytes';
import { enter, startVncEcho } from '../support/vnc-echo';
import type { VncEcho } from '../support/vnc-echo';
import { until, within } from '../support/waiting';

const KIB = 1024;
const MIB = 1024 * KIB;
const HEARTBEAT = 2;
/** Version, security types, their result, ServerInit with the name `echo`: bytes of the portal, each answered but the last. */
const GREETING = [12, 2, 4, 28];
const ANSWERS = [Buffer.from('RFB 003.008\n'), Buffer.of(1), Buffer.of(1)];

let portal: Portal;
let admin: Administrator;
/** Leaves what comes after its handshake to the test. */
let host: VncEcho;
let idleSockets = 0;

beforeAll(async () => {
  portal = await startPortal({ env: { HEARTBEAT_SECONDS: '300', MAX_CONSOLES_PER_USER: '1000' } });
  admin = await portal.admin();
  host = await startVncEcho({ echo: false });
  await admin.api.addHost('desk', host.url);
  const { client, backend } = await openPair();
  client.close();
  backend.close();
  await until('no consoles', async () => (await admin.api.sessions()).length === 0);
  idleSockets = portal.sockets();
});
afterAll(async () => {
  await host.stop();
  await portal.stop();
});

interface Pair {
  client: RawConnection;
  backend: RawConnection;
}

/** A console with both of its ends in the test's hands. */
async function openPair(from: { portal: Portal; token: string } = { portal, token: admin.token }): Promise<Pair> {
  const count = host.connections.length;
  const client = await openRawConsole(from.portal, '/vnc/desk', {
    Authorization: `Bearer ${from.token}`,
    'Sec-WebSocket-Protocol': 'binary',
  });
  for (const [index, length] of GREETING.entries()) {
    for (let came = 0; came < length;) came += (await client.frame()).payload.length;
    if (ANSWERS[index]) await client.write(clientFrame(ANSWERS[index]));
  }
  return { client, backend: await host.connection(count + 1) };
}

async function closeOf(client: RawConnection, timeout?: number): Promise<{ code: number; reason: string }> {
  let frame: Frame;
  do frame = await client.frame(timeout);
  while (frame.opcode !== opcodes.close);
  return readClose(frame.payload);
}

async function nothingLeft(): Promise<void> {
  await until('no console in the register', async () => (await admin.api.sessions()).length === 0);
  await portal.socketsBackTo(idleSockets);
}

describe('bytes', () => {
  test.each([1, 125, 126, 65_535, 65_536, MIB])('a clipboard text of %i bytes and as many from the host arrive whole', async (size) => {
    const { client, backend } = await openPair();
    const up = messages.cutText('x'.repeat(size));
    const down = randomBytes(size);
    const sent = Promise.all([client.write(clientFrame(up)), backend.write(down)]);
    expect((await backend.bytes(up.length)).equals(up)).toBe(true);
    let arrived = Buffer.alloc(0);
    while (arrived.length < size) arrived = Buffer.concat([arrived, (await client.frame()).payload]);
    expect(arrived.equals(down)).toBe(true);
    await sent;
    client.close();
    backend.close();
  });

  test('ping of the browser is answered by the portal, and never reaches the host', async () => {
    const { client, backend } = await openPair();
    await client.write(clientFrame('hey', opcodes.ping));
    expect(await client.frame()).toMatchObject({ opcode: opcodes.pong, payload: Buffer.from('hey') });
    await client.write(clientFrame(messages.key()));
    expect(await backend.bytes(8)).toEqual(messages.key());
    client.close();
    backend.close();
  });

  test('the portal stops reading for a browser that stops reading, and its memory stays bounded', async () => {
    const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${portal.process.pid}/status`, 'utf8'))![1]) * KIB;
    const KERNEL = 16 * MIB;
    const { client, backend } = await openPair();
    client.socket.pause();
    const before = memory();
    const chunk = randomBytes(MIB);
    const total = 64;
    let written = 0;
    const writing = (async () => {
      for (let index = 0; index < total; index++, written += MIB) await backend.write(chunk);
    })();
    await delay(1500);
    const stalled = written;
    expect(stalled).toBeLessThan(KERNEL);
    await delay(300);
    expect(written).toBe(stalled);
    expect(memory() - before).toBeLessThan(KERNEL);
    client.socket.resume();
    let came = 0;
    while (came < total * MIB) came += (await client.frame(30_000)).payload.length;
    expect(came).toBe(total * MIB);
    await writing;
    client.close();
    backend.close();
    await nothingLeft();
  });
});

describe('the end', () => {
  test('bytes that the host writes just before it closes still arrive, then 1011', async () => {
    const { client, backend } = await openPair();
    const last = randomBytes(2 * MIB);
    backend.socket.end(last);
    let arrived = Buffer.alloc(0);
    while (arrived.length < last.length) arrived = Buffer.concat([arrived, (await client.frame()).payload]);
    expect(arrived.equals(last)).toBe(true);
    expect(await closeOf(client)).toEqual({ code: 1011, reason: 'host closed the connection' });
    client.fin();
    await nothingLeft();
  });

  test('bytes that the browser writes just before it says goodbye still arrive', async () => {
    const { client, backend } = await openPair();
    const last = messages.cutText('y'.repeat(MIB));
    await client.write(Buffer.concat([clientFrame(last), clientFrame(closePayload(1000), opcodes.close)]));
    expect((await backend.bytes(last.length)).equals(last)).toBe(true);
    expect(await within('the end at the host', backend.ended)).toBe('fin');
    expect((await closeOf(client)).code).toBe(1000);
    backend.fin();
    client.fin();
    await nothingLeft();
  });

  test('RST from the host closes the browser with 1011 and leaves nothing', async () => {
    const { client, backend } = await openPair();
    backend.reset();
    expect(await closeOf(client)).toEqual({ code: 1011, reason: 'host closed the connection' });
    client.fin();
    await nothingLeft();
  });

  test('RST from the browser closes the host and leaves nothing', async () => {
    const { client, backend } = await openPair();
    client.reset();
    await within('the end at the host', backend.ended);
    backend.close();
    await nothingLeft();
  });

  test('a browser that leaves while the portal signs in leaves nothing', async () => {
    const client = await openRawConsole(portal, '/vnc/desk', { Authorization: `Bearer ${admin.token}` });
    await client.frame();
    client.reset();
    await nothingLeft();
    host.connections.at(-1)!.close();
  });

  test('the end is logged and kept with the bytes of each way, the code and the reason', async () => {
    const known = new Set((await admin.api.sessions()).map(({ id }) => id));
    const { client, backend } = await openPair();
    const { id } = (await admin.api.sessions()).find((session) => !known.has(session.id))!;
    const up = join(messages.key(), messages.pointer(), messages.request());
    await Promise.all([client.write(clientFrame(up)), backend.write(randomBytes(7000))]);
    await Promise.all([backend.bytes(up.length), client.frame()]);
    const live = (await admin.api.sessions()).find((session) => session.id === id);
    expect(live).toMatchObject({ bytesToHost: up.length, target: host.url, userName: 'admin' });
    backend.reset();
    await client.rest();
    client.close();
    const row = await until('the audit row', async () =>
      (await admin.api.audit({ action: 'console.end' })).find(({ sessionId }) => sessionId === id),
    );
    const bytes = { bytesToHost: up.length, bytesFromHost: 7000 };
    expect(row.detail).toMatchObject({ code: 1011, reason: 'host closed the connection', ...bytes });
    const line = portal.process.lines.find((text) => text.includes(id) && text.includes('ended'));
    expect(JSON.parse(line!)).toMatchObject({ toHost: up.length, fromHost: 7000, code: 1011 });
  });

  test('fifty consoles, ended in every way, leave no socket, no row and no login at the host', async () => {
    const before = (await admin.api.audit({ action: 'console.end', limit: '200' })).length;
    const pairs: Pair[] = [];
    for (let index = 0; index < 50; index++) pairs.push(await openPair());
    expect(await admin.api.sessions()).toHaveLength(50);
    for (const [index, { client, backend }] of pairs.entries()) {
      if (index % 5 === 0) client.reset();
      if (index % 5 === 1) client.fin();
      if (index % 5 === 2) await client.write(clientFrame(closePayload(1000), opcodes.close));
      if (index % 5 === 3) backend.fin();
      if (index % 5 === 4) backend.reset();
    }
    for (const { client, backend } of pairs) {
      await Promise.race([client.ended, backend.ended]);
      backend.fin();
      client.fin();
    }
    await nothingLeft();
    await until('no login at the host', () => host.clients() === 0);
    const ended = await admin.api.audit({ action: 'console.end', limit: '200' });
    expect(ended.length - before).toBe(50);
  });
});

describe('silence', () => {
  let quick: { portal: Portal; token: string };

  beforeAll(async () => {
    const started = await startPortal({ env: { HEARTBEAT_SECONDS: String(HEARTBEAT), IDLE_MINUTES: '0.1' } });
    const { api, token } = await started.admin();
    await api.addHost('desk', host.url);
    quick = { portal: started, token };
  });
  afterAll(() => quick.portal.stop());

  test('the portal pings the browser, and only the browser', async () => {
    const { client, backend } = await openPair(quick);
    for (let beat = 0; beat < 2; beat++) {
      const ping = await client.frame((HEARTBEAT + 1) * 1000);
      expect(ping).toMatchObject({ fin: true, opcode: opcodes.ping, masked: false });
      await client.write(clientFrame(ping.payload, opcodes.pong));
    }
    expect(backend.pending.length).toBe(0);
    client.close();
    backend.close();
  });

  test('a browser that stopped answering is cut, on both sides; one that only answers pings is not', async () => {
    const [dead, alive] = [await openPair(quick), await openPair(quick)];
    const answering = setInterval(() => alive.client.socket.write(clientFrame('', opcodes.pong)), 500);
    // Idle consoles end too, so somebody moves the pointer there once.
    alive.client.socket.write(clientFrame(messages.pointer(0)));
    await delay(4000);
    alive.client.socket.write(clientFrame(messages.pointer(0)));
    await within('the end at the client', dead.client.ended, (HEARTBEAT * 3 + 3) * 1000);
    await within('the end at the host', dead.backend.ended, 2000);
    await alive.backend.write('still here');
    await until('the bytes', async () => (await alive.client.frame()).payload.toString() === 'still here');
    clearInterval(answering);
    alive.client.close();
    for (const { backend } of [dead, alive]) backend.close();
  });

  test('a console that nobody uses ends with 4003, whatever its screen does and its viewer answers', async () => {
    const { client, backend } = await openPair(quick);
    const screen = setInterval(() => backend.socket.write(randomBytes(100)), 300);
    const automatic = join(messages.request(1), messages.fence());
    const viewer = setInterval(() => client.socket.write(clientFrame(automatic)), 300);
    expect(await closeOf(client, 12_000)).toEqual({ code: 4003, reason: 'idle' });
    clearInterval(screen);
    clearInterval(viewer);
    await within('the end at the host', backend.ended, 2000);
    client.close();
    backend.close();
  });

  test('a console that somebody uses does not end as idle', async () => {
    const { client, backend } = await openPair(quick);
    const typing = setInterval(() => client.socket.write(clientFrame(messages.key())), 1000);
    await delay(9000);
    clearInterval(typing);
    for (let at = client.pending; at.length > 0; at = client.pending) expect((await client.frame()).opcode).toBe(opcodes.ping);
    client.close();
    backend.close();
  });
});

describe('several addresses', () => {
  let replicas: VncEcho[] = [];

  beforeAll(async () => {
    replicas = [await startVncEcho(), await startVncEcho()];
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

  const urls = (): string[] => replicas.map(({ url }) => url);
  const clients = (): number[] => replicas.map((replica) => replica.clients());
  const open = async (id: string): Promise<ConsoleClient> => enter(await admin.api.open(id, { protocols: ['binary'] }));

  async function closeAll(consoles: ConsoleClient[]): Promise<void> {
    await Promise.all(consoles.map((console) => console.close()));
    await until('all to be gone', () => clients().every((count) => count === 0));
  }

  test('failover: every console goes to the first address while that one answers', async () => {
    await admin.api.addHost('failover', urls());
    const consoles = [await open('failover'), await open('failover'), await open('failover')];
    expect(clients()).toEqual([3, 0]);
    await closeAll(consoles);
  });

  test('round-robin: consoles are spread evenly', async () => {
    await admin.api.addHost('spread', urls(), { balance: 'round-robin' });
    const consoles = [];
    for (let index = 0; index < 6; index++) consoles.push(await open('spread'));
    expect(clients()).toEqual([3, 3]);
    await closeAll(consoles);
  });

  test.each(['round-robin', 'failover'] as const)('%s: an address that is dead, or is no VNC server, is passed over', async (balance) => {
    const ssh = await startBackend(() => undefined, { onConnect: (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n') });
    const id = `dead-${balance}`;
    const targets = ['vnc://127.0.0.1:1', `vnc://127.0.0.1:${ssh.port}`, replicas[1]!.url];
    await admin.api.addHost(id, targets, { balance });
    const consoles = [await open(id), await open(id), await open(id)];
    expect(clients()).toEqual([0, 3]);
    expect((await admin.api.sessions()).filter(({ hostId }) => hostId === id).map(({ target }) => target)).toEqual(
      Array(3).fill(replicas[1]!.url),
    );
    await closeAll(consoles);
    await ssh.stop();
  });

  test('when one is killed its consoles end with 1011, and new ones go to the other', async () => {
    const [doomed, other] = [await startVncEcho(), replicas[1]!];
    await admin.api.addHost('killed', [doomed.url, other.url]);
    const console = await open('killed');
    await doomed.stop();
    expect(await within('the end', console.closed)).toMatchObject({ code: 1011, reason: 'host closed the connection' });
    const again = await open('killed');
    expect(other.clients()).toBe(1);
    await closeAll([again]);
  });
});

test('429 for one console more than the host may have, whoever watches; and room again when one ends', async () => {
  await admin.api.addHost('small', host.url, { policy: { maxViewers: 2 } });
  const open = async (query = '') => enter(await admin.api.open('small', { query, protocols: ['binary'] }));
  const [first, second] = [await open(), await open('?view=1')];
  expect(await open().catch((error: unknown) => error)).toMatchObject({ status: 429 });
  await first.close();
  const third = await until('room', () => open().catch(() => null));
  await Promise.all([second.close(), third.close()]);
  for (const { socket } of host.connections) socket.destroy();
});

test('a view-only console of a WebSocket host goes over the relay, with masked frames and a goodbye to the host', async () => {
  const seen: Frame[] = [];
  const backend = await startBackend(async (connection) => {
    await connection.accept({ extra: subprotocol(connection) });
    const say = (bytes: Buffer | string) => connection.write(encodeFrame(bytes));
    await say('RFB 003.008\n');
    seen.push(await connection.frame());
    await say(Buffer.of(1, 1));
    seen.push(await connection.frame());
    await say(Buffer.alloc(4));
    seen.push(await connection.frame());
    await say(
      Buffer.concat([
        Buffer.alloc(4, 1),
        Buffer.of(32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0),
        Buffer.from('\0\0\0\x04echo'),
      ]),
    );
    while (seen.at(-1)!.opcode !== opcodes.close) seen.push(await connection.frame());
    connection.fin();
  });
  await admin.api.addHost('websockify', backend.url);
  const console = await enter(await admin.api.open('websockify', { query: '?view=1', protocols: ['binary'] }));
  console.send(join(messages.key(), messages.request(), messages.pointer()));
  await until('the request', () => seen.length === 4);
  expect(seen[3]!.payload).toEqual(messages.request());
  await console.close();
  await until('the goodbye', () => seen.at(-1)!.opcode === opcodes.close);
  expect(readClose(seen.at(-1)!.payload).code).toBe(1000);
  expect(seen.every(({ masked }) => masked)).toBe(true);
  await backend.stop();
});
