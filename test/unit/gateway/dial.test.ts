import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultTargetRules } from '../../../server/config/networks';
import type { Host } from '../../../server/contract/host';
import { connectTcp } from '../../../server/gateway/connect-tcp';
import { dial, hangUp } from '../../../server/gateway/dial';
import { Patience } from '../../../server/gateway/patience';
import { LoginBreaker } from '../../../server/gateway/relay/login-breaker';
import { TargetOrder } from '../../../server/gateway/target-order';
import { targetAgents } from '../../../server/gateway/target-sockets';
import { acceptKey, Handshaker } from '../../../server/gateway/tunnel/handshake';
import type { UpgradeRequest } from '../../../server/gateway/upgrade';
import { startDroppingTarget, type DroppingTarget } from '../../support/dropping-target';

const rules = defaultTargetRules();
const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const upgrade = { key, protocols: [], client: { address: '', secure: false, host: '' } } as unknown as UpgradeRequest;

let dropping: DroppingTarget;
let greeting: net.Server;
let webSocket: net.Server;
const silent = net.createServer();
const sockets = new Set<Socket>();
let breaker: LoginBreaker;

const listening = async (server: net.Server, host = '127.0.0.1', port = 0) => {
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(port, host);
  await once(server, 'listening');
};
const portOf = (server: net.Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  dropping = await startDroppingTarget('127.0.0.2');
  greeting = net.createServer((socket) => socket.write('RFB 003.008\n'));
  const answer = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n\r\n`;
  webSocket = net.createServer((socket) => socket.once('data', () => socket.write(answer)));
  for (const server of [greeting, webSocket, silent]) await listening(server);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of [greeting, webSocket, silent]) server.close();
  await dropping.stop();
});
beforeEach(() => {
  // Sockets keep their own time; only the portal's deadlines wait for the test.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  breaker = new LoginBreaker();
});
afterEach(() => {
  vi.useRealTimers();
});

function dialling(targets: string[], signal = new AbortController().signal) {
  const host = { id: 'h', targets, balance: 'failover', tls: {}, policy: { clipboard: 'both' }, credentials: {} } as unknown as Host;
  const dialler = { rules, order: new TargetOrder(), breaker, handshaker: new Handshaker(targetAgents(rules)) };
  return dial(dialler, host, { userId: 'anna', viewOnly: false }, upgrade, signal);
}

const outcome = (dialled: ReturnType<typeof dial>) =>
  dialled.then(
    (found) => {
      hangUp(found);
      return found.target;
    },
    (error: unknown) => (error as { code: string }).code,
  );

describe('a target that drops SYNs', () => {
  it.each([
    ['vnc', () => greeting],
    ['vnc+repeater', () => greeting],
    ['ws', () => webSocket],
  ])('is given up after its share of the time, and the next one is dialled: %s', async (scheme, server) => {
    const query = scheme === 'vnc+repeater' ? '/?id=7' : '/';
    const next = `${scheme}://127.0.0.1:${portOf(server())}${query}`;
    const found = outcome(dialling([`${scheme}://127.0.0.2:${dropping.port}${query}`, next]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await found).toBe(next);
  });

  it('alone is refused as one that did not answer in time, after ten seconds', async () => {
    const found = outcome(dialling([`vncs://127.0.0.2:${dropping.port}`]));
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await Promise.race([found, Promise.resolve('still waiting')])).toBe('still waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toBe('host_timeout');
  });
});

it('gives up a target that accepts the connection and says nothing, within the same share', async () => {
  const next = `vnc://127.0.0.1:${portOf(greeting)}`;
  for (const scheme of ['vnc', 'vncs']) {
    const found = outcome(dialling([`${scheme}://127.0.0.1:${portOf(silent)}`, next]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await found).toBe(next);
  }
});

it('spends 25 seconds on all targets together, and reaches the last of five', async () => {
  const next = `vnc://127.0.0.1:${portOf(greeting)}`;
  const found = outcome(dialling([...Array.from({ length: 4 }, () => `vnc://127.0.0.2:${dropping.port}`), next]));
  for (let second = 0; second < 20; second++) await vi.advanceTimersByTimeAsync(1_000);
  expect(await found).toBe(next);
});

describe('a name with several addresses', () => {
  it('is reached at the second one when the first one drops SYNs, each with its share of the time', async () => {
    const server = net.createServer();
    await listening(server, '127.0.0.3', dropping.port);
    const patience = new Patience(10_000);
    const connecting = connectTcp(rules, { host: 'two.example', port: dropping.port }, patience, () =>
      Promise.resolve(['127.0.0.2', '127.0.0.3']),
    );
    await vi.advanceTimersByTimeAsync(5_000);
    const socket = await connecting;
    expect(socket.remoteAddress).toBe('127.0.0.3');
    socket.destroy();
    patience.end();
    server.close();
  });

  it('gives a single slow address all of the time', async () => {
    const patience = new Patience(10_000);
    const connecting = connectTcp(rules, { host: 'one.example', port: dropping.port }, patience, () => Promise.resolve(['127.0.0.2']));
    connecting.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await Promise.race([connecting, Promise.resolve('still waiting')])).toBe('still waiting');
    await vi.advanceTimersByTimeAsync(1);
    await expect(connecting).rejects.toMatchObject({ code: 'host_timeout' });
  });

  it('is given up in time when its look-up hangs', async () => {
    const patience = new Patience(10_000);
    const connecting = connectTcp(rules, { host: 'slow.example', port: 1 }, patience, () => new Promise(() => undefined));
    connecting.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(connecting).rejects.toMatchObject({ code: 'host_timeout' });
  });
});

describe('a browser that leaves while its host is dialled', () => {
  it('ends the dial, and no further target is tried', async () => {
    const leaving = new AbortController();
    const found = outcome(dialling([`vnc://127.0.0.2:${dropping.port}`, `vnc://127.0.0.1:${portOf(greeting)}`], leaving.signal));
    leaving.abort();
    expect(await found).toBe('host_unreachable');
    expect(breaker.blocked('h', 'anna')).toBeNull();
  });

  it('waits before the next try after the third time that its host had accepted the connection', async () => {
    for (let count = 0; count < 3; count++) {
      const leaving = new AbortController();
      const accepted = once(silent, 'connection');
      const found = outcome(dialling([`vnc://127.0.0.1:${portOf(silent)}`], leaving.signal));
      await accepted;
      // The portal hears of it in a turn of its own.
      await new Promise(setImmediate);
      leaving.abort();
      await found;
    }
    expect(await outcome(dialling([`vnc://127.0.0.1:${portOf(greeting)}`]))).toBe('host_login_paused');
  });
});
