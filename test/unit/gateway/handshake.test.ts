import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { parseTargetRules, defaultTargetRules } from '../../../server/config/networks';
import { parseTarget } from '../../../server/contract/target';
import { Patience } from '../../../server/gateway/patience';
import { Refusal } from '../../../server/gateway/refusals';
import { targetAgents } from '../../../server/gateway/target-sockets';
import { acceptKey, Handshaker } from '../../../server/gateway/tunnel/handshake';
import type { UpgradeRequest } from '../../../server/gateway/upgrade';

const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const upgrade = (protocols: string[] = []): UpgradeRequest => ({
  hostId: 'h',
  viewOnly: false,
  attemptId: null,
  pageId: null,
  key,
  protocols,
  origins: ['http://portal.example'],
  cookie: 'vnc-portal=secret',
  authorization: 'Bearer vp_secret',
  userAgent: 'test',
  client: { address: '198.51.100.4', secure: true, host: 'portal.example' },
});

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function listening(server: net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const connect = (url: string, protocols?: string[], rules = defaultTargetRules(), signal = new AbortController().signal) =>
  new Handshaker(targetAgents(rules)).connect(upgrade(protocols), parseTarget(url), {}, new Patience(10_000, signal));

/** A backend that answers each request with these bytes. */
const answering = (answer: string) => listening(net.createServer((socket) => socket.once('data', () => socket.write(answer))));
const switching = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n`;

const refusal = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => 'nothing thrown',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).code;
};

it('computes the accept key of RFC 6455 section 1.3', () => {
  expect(acceptKey(key)).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});

describe('a host that answers well', () => {
  it('gets its own Host and path, who asked, and nothing that is the portal’s secret', async () => {
    const server = http.createServer();
    const port = await listening(server);
    new WebSocketServer({ server, path: '/web/sockify' });
    const asked = once(server, 'upgrade') as Promise<[http.IncomingMessage]>;
    const { socket, protocol } = await connect(`ws://127.0.0.1:${port}/web/sockify?token=t`);
    const [{ url, headers }] = await asked;
    expect(url).toBe('/web/sockify?token=t');
    expect(protocol).toBe('binary');
    expect(headers).toEqual({
      host: `127.0.0.1:${port}`,
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      'sec-websocket-protocol': 'binary',
      origin: `http://127.0.0.1:${port}`,
      'x-forwarded-for': '198.51.100.4',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'portal.example',
      'x-real-ip': '198.51.100.4',
      'user-agent': 'test',
    });
    socket.destroy();
  });

  it.each([
    ['binary', ['binary', 'base64'], 'binary'],
    ['binary beside what else the client knows', ['base64', 'chat', 'binary'], 'chat, binary'],
    ['base64 to a client that reads nothing else', ['base64'], 'base64'],
    ['binary to a client that offers nothing', [], 'binary'],
  ])('is offered %s', async (_what, offered, heard) => {
    const server = http.createServer();
    const port = await listening(server);
    new WebSocketServer({ server });
    const asked = once(server, 'upgrade') as Promise<[http.IncomingMessage]>;
    const { socket } = await connect(`ws://127.0.0.1:${port}/`, offered);
    const [{ headers }] = await asked;
    expect(headers['sec-websocket-protocol']).toBe(heard);
    socket.destroy();
  });

  it('has bytes in the packet of its 101, and those written right behind it, delivered', async () => {
    const port = await listening(
      net.createServer((socket) =>
        socket.once('data', () => {
          socket.write(`${switching}\r\nABC`);
          setTimeout(() => socket.write('DEF'), 20);
        }),
      ),
    );
    const { socket } = await connect(`ws://127.0.0.1:${port}/`);
    let got = '';
    socket.on('data', (chunk) => (got += String(chunk))).resume();
    while (got.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(got).toBe('ABCDEF');
    expect(socket.listenerCount('data')).toBe(1);
    socket.destroy();
  });
});

describe('a host that answers badly is refused', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nhi', 'host_not_websocket'],
    ['HTTP/1.1 302 Found\r\nLocation: http://evil/\r\nContent-Length: 0\r\n\r\n', 'host_not_websocket'],
    ['HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', 'host_not_websocket'],
    ['RFB 003.008\n', 'host_not_websocket'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'host_not_websocket'],
    ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'host_not_websocket'],
    [
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n',
      'host_not_websocket',
    ],
    [`${switching}Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n`, 'host_not_websocket'],
    [`${switching}Sec-WebSocket-Protocol: chat\r\n\r\n`, 'host_not_websocket'],
  ])('%j', async (answer, code) => {
    expect(await refusal(connect(`ws://127.0.0.1:${await answering(answer)}/`))).toBe(code);
  });

  it('when it resets, closes or is not there', async () => {
    const resetting = await listening(net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await refusal(connect(`ws://127.0.0.1:${resetting}/`))).toBe('host_unreachable');
    const closing = await listening(net.createServer((socket) => socket.once('data', () => socket.end())));
    expect(await refusal(connect(`ws://127.0.0.1:${closing}/`))).toBe('host_unreachable');
    expect(await refusal(connect('ws://127.0.0.1:1/'))).toBe('host_unreachable');
  });

  it('when its name does not resolve', async () => {
    expect(await refusal(connect('ws://no-such-name.invalid:1/'))).toBe('host_name_not_found');
  });

  it('when it speaks no TLS', async () => {
    expect(await refusal(connect(`wss://127.0.0.1:${await answering('HTTP/1.1 400 Bad Request\r\n\r\n')}/`))).toBe('tls_failed');
  });
});

describe('an address that is not allowed is not dialled', () => {
  it('as an address, and as a name once it is resolved', async () => {
    let connections = 0;
    const port = await listening(net.createServer(() => connections++));
    const rules = parseTargetRules('192.0.2.0/24')!;
    expect(await refusal(connect(`ws://127.0.0.1:${port}/`, [], rules))).toBe('target_not_allowed');
    expect(await refusal(connect(`ws://localhost:${port}/`, [], rules))).toBe('target_not_allowed');
    expect(await refusal(connect(`wss://localhost:${port}/`, [], rules))).toBe('target_not_allowed');
    expect(connections).toBe(0);
  });
});

it('gives up, and lets go of the host, when the browser has left', async () => {
  let gone = false;
  const port = await listening(net.createServer((socket) => socket.on('close', () => (gone = true)).resume()));
  const leaving = new AbortController();
  const promise = connect(`ws://127.0.0.1:${port}/`, [], defaultTargetRules(), leaving.signal);
  setTimeout(() => leaving.abort(), 30);
  expect(await refusal(promise)).toBe('host_unreachable');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(gone).toBe(true);
});
