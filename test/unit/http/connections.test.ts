import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Connections } from '@/server/http/connections';
import { until } from '../../support/waiting';

const A_LOOK = 5000;

let now: number;
let connections: Connections;
let server: Server;
let onRequest: RequestListener;
let client: Socket;

beforeEach(async () => {
  // Sockets keep the real time; the deadlines go by the clock of the test.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = 0;
  connections = new Connections({ onRequest: (...exchange) => onRequest(...exchange), idleMs: 75_000, now: () => now });
  server = createServer(connections.request);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
});
afterEach(() => {
  connections.close();
  client.destroy();
  server.closeAllConnections();
  server.close();
  vi.useRealTimers();
});

function pass(ms: number): void {
  for (const end = now + ms; now < end;) {
    now += A_LOOK;
    vi.advanceTimersByTime(A_LOOK);
  }
}
const ask = () => client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

/** Answers with more than any buffer takes, and waits until the rest waits for the client. */
async function unread(): Promise<Socket> {
  let socket: Socket | null = null;
  onRequest = (request, response) => {
    ({ socket } = request);
    response.write(Buffer.alloc(64 * 1024 * 1024));
  };
  ask();
  await until('the answer to wait for its client', () => socket !== null && socket.writableLength > 0);
  return socket!;
}

it('a client that takes nothing of its answer for a minute is cut', async () => {
  client.pause();
  const socket = await unread();
  pass(55_000);
  expect(socket.destroyed).toBe(false);
  pass(15_000);
  expect(socket.destroyed).toBe(true);
});

it('an answer that takes long to make is waited for', async () => {
  let socket: Socket | null = null;
  onRequest = (request) => void ({ socket } = request);
  ask();
  await until('the request', () => socket !== null);
  pass(10 * 60_000);
  expect(socket!.destroyed).toBe(false);
});

it('a connection without a request is cut after a while, whatever bytes keep it awake', async () => {
  let socket: Socket | null = null;
  onRequest = (request, response) => {
    ({ socket } = request);
    response.end();
  };
  ask();
  await until('the answer', () => client.bytesRead > 0);
  for (let round = 0; round < 3; round++) {
    client.write('\r\n');
    pass(25_000);
  }
  pass(A_LOOK);
  expect(socket!.destroyed).toBe(true);
});
