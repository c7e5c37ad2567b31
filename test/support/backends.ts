/** Hosts that do as a test tells them, over plain TCP: for what no real VNC server does on purpose. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { Certificate } from './certificates';
import { listen } from './ports';
import { RawConnection } from './raw-connection';
import type { Head } from './raw-connection';
import { until } from './waiting';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function acceptFor(key: string): string {
  return createHash('sha1')
    .update(key + GUID)
    .digest('base64');
}

export interface AcceptOptions {
  /** More header lines. */
  extra?: string[];
  /** In place of the right Sec-WebSocket-Accept; null leaves it out. */
  accept?: string | null;
  /** Bytes that leave in the same packet. */
  first?: Buffer;
}

export class BackendConnection extends RawConnection {
  request!: Head;

  /** Answers 101. */
  accept(options: AcceptOptions = {}): Promise<void> {
    return this.write(this.acceptance(options));
  }

  acceptance({ extra = [], accept, first }: AcceptOptions = {}): Buffer {
    const value = accept === undefined ? acceptFor(this.request.header('sec-websocket-key') ?? '') : accept;
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', ...extra];
    if (value !== null) lines.push(`Sec-WebSocket-Accept: ${value}`);
    return Buffer.concat([Buffer.from([...lines, '', ''].join('\r\n'), 'latin1'), first ?? Buffer.alloc(0)]);
  }
}

export interface Backend {
  port: number;
  url: string;
  /** Every connection that asked for a WebSocket. */
  connections: BackendConnection[];
  /** Connections that were made at all, whether or not they said anything. */
  accepted(): number;
  /** Waits for the `n`th connection, from 1. */
  connection(n?: number): Promise<BackendConnection>;
  stop(): Promise<void>;
}

export type Behaviour = (connection: BackendConnection) => Promise<void> | void;

/** The usual behaviour: a host that speaks WebSocket and leaves the rest to the test. */
export const accepting: Behaviour = (connection) => connection.accept({ extra: subprotocol(connection) });

/** Chooses `binary` if it was offered, as websockify does. */
export function subprotocol({ request }: BackendConnection): string[] {
  const offered = (request.header('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  return offered.includes('binary') ? ['Sec-WebSocket-Protocol: binary'] : [];
}

export interface BackendOptions {
  tls?: Certificate;
  port?: number;
  /** Called as soon as a connection is made, before its request. */
  onConnect?: (socket: Socket) => void;
}

export async function startBackend(behaviour: Behaviour, { tls, port, onConnect }: BackendOptions = {}): Promise<Backend> {
  const connections: BackendConnection[] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const serve = (socket: Socket): void => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    onConnect?.(socket);
    const connection = new BackendConnection(socket);
    void (async () => {
      try {
        connection.request = await connection.head();
        // The portal looks now and then whether the port answers HTTP; that is no console.
        if (connection.request.header('upgrade') === undefined) {
          socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
          return;
        }
        connections.push(connection);
        await behaviour(connection);
      } catch {
        // The other side left before its request was whole: what some tests want.
      }
    })();
  };
  const server: Server = tls
    ? createTlsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile), allowHalfOpen: true }, serve)
    : createTcpServer({ allowHalfOpen: true }, serve);
  server.on('tlsClientError', () => undefined);
  const bound = await listen(server, port);
  return {
    port: bound,
    url: `${tls ? 'wss' : 'ws'}://127.0.0.1:${bound}/websockify`,
    connections,
    accepted: () => accepted,
    connection: (n = 1) => until(`connection ${n} at the host`, () => connections[n - 1]),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface EchoApplication {
  port: number;
  url: string;
  /** Sockets of clients that are connected now. */
  clients(): number;
  /** Ends every connection, as an application does that shuts down. */
  leave(code: number, reason: string): void;
  stop(): Promise<void>;
}

/** A WebSocket application that is no VNC server: it answers each text with a sentence, and each binary message with the same bytes. */
export async function startEcho({ port }: { port?: number } = {}): Promise<EchoApplication> {
  const server = createHttpServer((_request, response) => response.writeHead(200).end('an application'));
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (client) => {
    client.on('error', () => undefined);
    client.on('message', (data, binary) => {
      if (binary) client.send(data, { binary: true });
      else client.send(`Server received from client: ${(data as Buffer).toString()}`);
    });
  });
  const bound = await listen(server, port);
  return {
    port: bound,
    url: `ws://127.0.0.1:${bound}/`,
    clients: () => sockets.clients.size,
    leave(code, reason) {
      for (const client of sockets.clients) client.close(code, reason);
    },
    async stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
