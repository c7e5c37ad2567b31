import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accepting, startBackend, subprotocol } from '../support/backends';
import type { Backend, BackendConnection } from '../support/backends';
import { clientFrame, closePayload, encodeFrame, opcodes, readClose } from '../support/frames';
import type { Frame } from '../support/frames';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { openRawConsole } from '../support/raw-console';
import { RawConnection, upgradeRequest } from '../support/raw-connection';
import { until, within } from '../support/waiting';

const KIB = 1024;
const MIB = 1024 * KIB;
const HEARTBEAT = 2;

let portal: Portal;
let admin: Administrator;
let host: Backend;
/** What the host does after it has read the upgrade request. */
let behave: (connection: BackendConnection) => Promise<void> | void = accepting;
let idleSockets = 0;

beforeAll(async () => {
  portal = await startPortal({ env: { HEARTBEAT_SECONDS: '300', MAX_CONSOLES_PER_USER: '1000' } });
  admin = await portal.admin();
  host = await startBackend((connection) => behave(connection));
  await admin.api.addHost('desk', host.url);
  await openPair().then(({ client }) => client.close());
  await until('no consoles', async () => (await admin.api.sessions()).length === 0);
  idleSockets = portal.sockets();
});
beforeEach(() => {
  behave = accepting;
});
afterAll(async () => {
  await host.stop();
  await portal.stop();
});

const token = (): Record<string, string> => ({ Authorization: `Bearer ${admin.token}` });

interface Pair {
  client: RawConnection;
  backend: BackendConnection;
}

/** A console with both of its ends in the test's hands. */
async function openPair(first?: Buffer): Promise<Pair> {
  const count = host.connections.length;
  const client = await openRawConsole(portal, '/vnc/desk', token(), first);
  return { client, backend: await host.connection(count + 1) };
}

async function frames(from: RawConnection, count: number): Promise<Frame[]> {
  const read: Frame[] = [];
  for (let index = 0; index < count; index++) read.push(await from.frame());
  return read;
}

/** No table row, no socket and no timer is left of any console. */
async function nothingLeft(): Promise<void> {
  await until('no console in the register', async () => (await admin.api.sessions()).length === 0);
  await portal.socketsBackTo(idleSockets);
}

describe('bytes around the handshake', () => {
  test('a frame in the same packet as the upgrade request reaches the host, once', async () => {
    const { client, backend } = await openPair(clientFrame('pipelined'));
    expect((await backend.frame()).payload.toString()).toBe('pipelined');
    await client.write(clientFrame('next'));
    expect((await backend.frame()).payload.toString()).toBe('next');
    client.close();
  });

  test('frames written while the portal still authenticates and dials reach the host, whole and in order', async () => {
    behave = async (connection) => {
      await delay(300);
      await accepting(connection);
    };
    const count = host.connections.length;
    const client = await RawConnection.open(portal.url);
    const large = randomBytes(100 * KIB);
    const early = Buffer.concat([clientFrame('one'), clientFrame(large), clientFrame('three')]);
    await client.write(upgradeRequest('/vnc/desk', portal.host, token()));
    for (let at = 0; at < early.length; at += 10_000) {
      client.socket.write(early.subarray(at, at + 10_000));
      await delay(5);
    }
    expect((await client.head()).status).toBe(101);
    const backend = await host.connection(count + 1);
    const read = await frames(backend, 3);
    expect(read[0]!.payload.toString()).toBe('one');
    expect(read[1]!.payload.equals(large)).toBe(true);
    expect(read[2]!.payload.toString()).toBe('three');
    await client.write(clientFrame('four'));
    expect((await backend.frame()).payload.toString()).toBe('four');
    client.close();
  });

  test("a frame that shares a packet with the host's 101 reaches the client", async () => {
    behave = (connection) => connection.accept({ extra: subprotocol(connection), first: encodeFrame('RFB 003.008\n') });
    const { client, backend } = await openPair();
    expect((await client.frame()).payload.toString()).toBe('RFB 003.008\n');
    await backend.write(encodeFrame('then this'));
    expect((await client.frame()).payload.toString()).toBe('then this');
    client.close();
  });

  test("the host's 101 may come byte by byte", async () => {
    behave = async (connection) => {
      for (const byte of connection.acceptance({ extra: subprotocol(connection), first: encodeFrame('first') })) {
        await connection.write(Buffer.from([byte]));
        await delay(1);
      }
    };
    const { client } = await openPair();
    expect((await client.frame()).payload.toString()).toBe('first');
    client.close();
  });
});

describe('frames', () => {
  test.each([0, 1, 125, 126, 127, 65_528, 65_529, 65_535, 65_536, 49_152, MIB, 5 * MIB])(
    'a payload of %i bytes arrives whole, both ways',
    async (size) => {
      const { client, backend } = await openPair();
      const [up, down] = [randomBytes(size), randomBytes(size)];
      const sent = Promise.all([client.write(clientFrame(up)), backend.write(encodeFrame(down))]);
      const [atHost, atClient] = await Promise.all([backend.frame(), client.frame()]);
      await sent;
      expect(atHost.payload.equals(up)).toBe(true);
      expect(atHost.masked).toBe(true);
      expect(atClient.payload.equals(down)).toBe(true);
      expect(atClient.masked).toBe(false);
      expect([atHost.opcode, atClient.opcode, atHost.reserved, atClient.reserved]).toEqual([opcodes.binary, opcodes.binary, 0, 0]);
      client.close();
    },
  );

  test('ten of 48 KiB and small ones in turn, sent before anything is read, arrive whole and in order', async () => {
    const { client, backend } = await openPair();
    for (const [from, to, mask] of [
      [client, backend, true],
      [backend, client, false],
    ] as const) {
      to.socket.pause();
      const payloads = Array.from({ length: 20 }, (_, index) => randomBytes(index % 2 === 0 ? 48 * KIB : 1 + index));
      const sent = Promise.all(payloads.map((payload) => from.write(encodeFrame(payload, { mask }))));
      await delay(200);
      to.socket.resume();
      for (const payload of payloads) expect((await to.frame()).payload.equals(payload)).toBe(true);
      await sent;
    }
    client.close();
  });

  test('a fragmented message stays as it was cut, with a ping between its parts', async () => {
    const { client, backend } = await openPair();
    for (const [from, to, mask] of [
      [client, backend, true],
      [backend, client, false],
    ] as const) {
      await from.write(
        Buffer.concat([
          encodeFrame('frag', { fin: false, opcode: opcodes.text, mask }),
          encodeFrame('ping', { opcode: opcodes.ping, mask }),
          encodeFrame('ment', { fin: false, opcode: opcodes.continuation, mask }),
          encodeFrame('ed', { opcode: opcodes.continuation, mask }),
        ]),
      );
      const read = (await frames(to, 4)).map(({ fin, opcode, payload }) => [fin, opcode, payload.toString()]);
      expect(read).toEqual([
        [false, opcodes.text, 'frag'],
        [true, opcodes.ping, 'ping'],
        [false, opcodes.continuation, 'ment'],
        [true, opcodes.continuation, 'ed'],
      ]);
    }
    client.close();
  });

  test('a frame split at any byte arrives', async () => {
    const { client, backend } = await openPair();
    const bytes = encodeFrame(randomBytes(300));
    for (const byte of bytes) await backend.write(Buffer.from([byte]));
    expect(encodeFrame((await client.frame()).payload).equals(bytes)).toBe(true);
    client.close();
  });

  test('ping and pong pass, with their payloads, both ways', async () => {
    const { client, backend } = await openPair();
    await client.write(clientFrame('from the browser', opcodes.ping));
    expect(await backend.frame()).toMatchObject({ opcode: opcodes.ping, payload: Buffer.from('from the browser') });
    await backend.write(encodeFrame('from the browser', { opcode: opcodes.pong }));
    expect(await client.frame()).toMatchObject({ opcode: opcodes.pong, payload: Buffer.from('from the browser') });
    await backend.write(encodeFrame('from the host', { opcode: opcodes.ping }));
    expect(await client.frame()).toMatchObject({ opcode: opcodes.ping, payload: Buffer.from('from the host') });
    await client.write(clientFrame('from the host', opcodes.pong));
    expect(await backend.frame()).toMatchObject({ opcode: opcodes.pong, payload: Buffer.from('from the host') });
    client.close();
  });
});

describe('the end', () => {
  test('a close code and reason that the client writes reach the host', async () => {
    const { client, backend } = await openPair();
    await client.write(clientFrame(closePayload(3001, 'enough for today'), opcodes.close));
    expect(readClose((await backend.frame()).payload)).toEqual({ code: 3001, reason: 'enough for today' });
    await backend.write(encodeFrame(closePayload(3001), { opcode: opcodes.close }));
    expect(readClose((await client.frame()).payload).code).toBe(3001);
    backend.fin();
    client.fin();
    await nothingLeft();
  });

  test('a close code and reason that the host writes reach the client', async () => {
    const { client, backend } = await openPair();
    await backend.write(encodeFrame(closePayload(4321, 'the machine sleeps'), { opcode: opcodes.close }));
    expect(readClose((await client.frame()).payload)).toEqual({ code: 4321, reason: 'the machine sleeps' });
    await client.write(clientFrame(closePayload(4321), opcodes.close));
    expect(readClose((await backend.frame()).payload).code).toBe(4321);
    backend.fin();
    await within('the end at the client', client.ended);
    expect(client.pending.length).toBe(0);
    client.fin();
    await nothingLeft();
  });

  test('bytes that the host writes just before it closes still arrive, then 1011', async () => {
    const { client, backend } = await openPair();
    const last = randomBytes(2 * MIB);
    backend.socket.end(encodeFrame(last));
    expect((await client.frame()).payload.equals(last)).toBe(true);
    const close = await client.frame();
    expect(close.opcode).toBe(opcodes.close);
    expect(readClose(close.payload)).toEqual({ code: 1011, reason: 'host closed the connection' });
    client.fin();
    await nothingLeft();
  });

  test('bytes that the client writes just before it closes still arrive', async () => {
    const { client, backend } = await openPair();
    const last = randomBytes(2 * MIB);
    client.socket.end(clientFrame(last));
    expect((await backend.frame()).payload.equals(last)).toBe(true);
    expect(await within('the end at the host', backend.ended)).toBe('fin');
    backend.fin();
    await nothingLeft();
  });

  test("after the client's FIN the host's bytes still arrive", async () => {
    const { client, backend } = await openPair();
    client.fin();
    expect(await within('the FIN at the host', backend.ended)).toBe('fin');
    const late = randomBytes(200 * KIB);
    await backend.write(encodeFrame(late));
    expect((await client.frame()).payload.equals(late)).toBe(true);
    backend.fin();
    await within('the end at the client', client.ended);
    await nothingLeft();
  });

  test("after the host's FIN the client's bytes still arrive", async () => {
    const { client, backend } = await openPair();
    backend.fin();
    expect(readClose((await client.frame()).payload).code).toBe(1011);
    const late = randomBytes(200 * KIB);
    await client.write(clientFrame(late));
    expect((await backend.frame()).payload.equals(late)).toBe(true);
    client.fin();
    await within('the end at the host', backend.ended);
    await nothingLeft();
  });

  test('a FIN of the host in the middle of a frame ends the console without a close frame inside that frame', async () => {
    const { client, backend } = await openPair();
    const whole = encodeFrame(randomBytes(10_000));
    backend.socket.end(whole.subarray(0, 6000));
    expect((await client.rest()).equals(whole.subarray(0, 6000))).toBe(true);
    client.fin();
    await nothingLeft();
  });

  test('RST from the host closes the client with 1011 and leaves nothing', async () => {
    const { client, backend } = await openPair();
    await backend.write(encodeFrame('before'));
    expect((await client.frame()).payload.toString()).toBe('before');
    backend.reset();
    expect(readClose((await client.frame()).payload)).toEqual({ code: 1011, reason: 'host closed the connection' });
    client.fin();
    await nothingLeft();
  });

  test('RST from the client closes the host and leaves nothing', async () => {
    const { client, backend } = await openPair();
    await client.write(clientFrame('before'));
    expect((await backend.frame()).payload.toString()).toBe('before');
    client.reset();
    await within('the end at the host', backend.ended);
    backend.close();
    await nothingLeft();
  });

  test('RST from the client while its host is being dialled gives the host up', async () => {
    behave = () => undefined;
    const count = host.connections.length;
    const client = await RawConnection.open(portal.url);
    await client.write(upgradeRequest('/vnc/desk', portal.host, token()));
    const backend = await host.connection(count + 1);
    client.reset();
    // Long before the time that a silent host has to answer.
    await within('the end at the host', backend.ended, 3000);
    backend.close();
    await nothingLeft();
  });

  test('the end is logged and kept with the bytes of each way, the code and the reason', async () => {
    const { client, backend } = await openPair();
    const { id } = (await admin.api.sessions()).find(({ hostId }) => hostId === 'desk')!;
    const [up, down] = [clientFrame(randomBytes(1000)), encodeFrame(randomBytes(70_000))];
    await Promise.all([client.write(up), backend.write(down)]);
    await Promise.all([backend.frame(), client.frame()]);
    const live = (await admin.api.sessions()).find((session) => session.id === id);
    expect(live).toMatchObject({ bytesToHost: up.length, bytesFromHost: down.length, target: host.url, userName: 'admin' });
    backend.reset();
    await client.rest();
    client.close();
    const row = await until('the audit row', async () =>
      (await admin.api.audit({ action: 'console.end' })).find((found) => found.sessionId === id),
    );
    expect(row.detail).toMatchObject({
      code: 1011,
      reason: 'host closed the connection',
      bytesToHost: up.length,
      bytesFromHost: down.length,
    });
    const line = portal.process.lines.find((text) => text.includes(id) && text.includes('ended'));
    expect(JSON.parse(line!)).toMatchObject({ toHost: up.length, fromHost: down.length, code: 1011 });
  });
});

describe('a slow reader', () => {
  /** Resident memory of the portal, bytes. */
  const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${portal.process.pid}/status`, 'utf8'))![1]) * KIB;
  /** Bytes that the sockets' own buffers in the kernel may hold on the way, which no proxy can bound. */
  const KERNEL = 16 * MIB;

  test.each(['client', 'host'] as const)(
    'the portal stops reading for a %s that stops reading, and its memory stays bounded',
    async (who) => {
      const { client, backend } = await openPair();
      const [slow, fast, mask] = who === 'client' ? ([client, backend, false] as const) : ([backend, client, true] as const);
      const before = memory();
      slow.socket.pause();
      const chunk = encodeFrame(randomBytes(MIB), { mask });
      const total = 64;
      let written = 0;
      const writing = (async () => {
        for (let index = 0; index < total; index++) {
          await fast.write(chunk);
          written += chunk.length;
        }
      })();
      await delay(1500);
      const stalled = written;
      expect(stalled).toBeLessThan(KERNEL);
      await delay(500);
      expect(written).toBe(stalled);
      expect(memory() - before).toBeLessThan(KERNEL);
      slow.socket.resume();
      for (let index = 0; index < total; index++) expect((await slow.frame(30_000)).payload.length).toBe(MIB);
      await writing;
      client.close();
      backend.close();
      await nothingLeft();
    },
  );

  test('fifty slow readers cost less than 1 MiB each', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const client = await openRawConsole(portal, '/vnc/desk', token());
        client.socket.pause();
        return client;
      }),
    );
    const before = memory();
    const frame = encodeFrame(randomBytes(16 * MIB));
    const backends = host.connections.slice(-50);
    for (const backend of backends) backend.socket.write(frame);
    await delay(3000);
    expect(memory() - before).toBeLessThan(50 * MIB);
    for (const backend of backends) backend.close();
    for (const client of pairs) client.close();
    await nothingLeft();
  });
});

describe('silence', () => {
  let quick: Portal;
  let quickToken = '';

  beforeAll(async () => {
    quick = await startPortal({ env: { HEARTBEAT_SECONDS: String(HEARTBEAT), IDLE_MINUTES: '0.1' } });
    const { api, token: value } = await quick.admin();
    quickToken = value;
    await api.addHost('desk', host.url);
  });
  afterAll(() => quick.stop());

  async function openQuick(): Promise<Pair> {
    const count = host.connections.length;
    const client = await openRawConsole(quick, '/vnc/desk', { Authorization: `Bearer ${quickToken}` });
    return { client, backend: await host.connection(count + 1) };
  }

  test('the portal pings the browser, and only the browser', async () => {
    const { client, backend } = await openQuick();
    for (let beat = 0; beat < 2; beat++) {
      const ping = await client.frame((HEARTBEAT + 1) * 1000);
      expect(ping).toMatchObject({ fin: true, opcode: opcodes.ping, masked: false });
      await client.write(clientFrame(ping.payload, opcodes.pong));
      expect((await backend.frame()).opcode).toBe(opcodes.pong);
    }
    expect(backend.pending.length).toBe(0);
    client.close();
  });

  test('a ping comes between frames, never inside one', async () => {
    const { client, backend } = await openQuick();
    const payload = randomBytes(4000);
    const bytes = encodeFrame(payload);
    // One frame drips for longer than two heartbeats.
    for (let at = 0; at < bytes.length; at += 200) {
      await backend.write(bytes.subarray(at, at + 200));
      await client.write(clientFrame('', opcodes.pong));
      await delay((HEARTBEAT * 2200) / (bytes.length / 200));
    }
    await backend.write(encodeFrame('after'));
    const read = await frames(client, 3);
    expect(read.map(({ opcode }) => opcode)).toEqual([opcodes.binary, opcodes.ping, opcodes.binary]);
    expect(read[0]!.payload.equals(payload)).toBe(true);
    expect(read[2]!.payload.toString()).toBe('after');
    client.close();
  });

  test('a browser that stopped answering is cut, on both sides; one that answers is not', async () => {
    const [dead, alive] = [await openQuick(), await openQuick()];
    const answering = setInterval(() => alive.client.socket.write(clientFrame('x')), 500);
    await within('the end at the client', dead.client.ended, (HEARTBEAT * 3 + 3) * 1000);
    await within('the end at the host', dead.backend.ended, 2000);
    await alive.backend.write(encodeFrame('still here'));
    await until('the frame', async () => (await alive.client.frame()).payload.toString() === 'still here');
    clearInterval(answering);
    alive.client.close();
  });

  test('a console that nobody uses ends with 4003, whatever its screen does and its viewer answers', async () => {
    const { client, backend } = await openQuick();
    const screen = setInterval(() => backend.socket.write(encodeFrame(randomBytes(100))), 300);
    const viewer = setInterval(() => client.socket.write(clientFrame(Buffer.from([3, 1, 0, 0, 0, 0, 1, 0, 1, 0]))), 300);
    let close: Frame;
    do close = await client.frame(12_000);
    while (close.opcode !== opcodes.close);
    expect(readClose(close.payload)).toEqual({ code: 4003, reason: 'idle' });
    clearInterval(screen);
    clearInterval(viewer);
    await within('the end at the host', backend.ended, 2000);
    client.close();
  });

  test('a console that somebody uses does not end as idle', async () => {
    const { client } = await openQuick();
    const typing = setInterval(() => client.socket.write(clientFrame(Buffer.from([4, 1, 0, 0, 0, 0, 0, 97]))), 1000);
    await delay(9000);
    clearInterval(typing);
    for (let at = client.pending; at.length > 0; at = client.pending) expect((await client.frame()).opcode).toBe(opcodes.ping);
    client.close();
  });
});
