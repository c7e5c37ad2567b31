/** A VNC server as far as its handshake goes (RFC 6143 section 7.1, version 3.8 and None); then it echoes, or does as a test tells it. */

import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { ConsoleClient } from './console-client';
import { listen } from './ports';
import { RawConnection } from './raw-connection';
import { formats, join, pixelFormat, s32, u16, u8 } from './rfb-bytes';
import { until } from './waiting';

const NAME = 'echo';
const SERVER_INIT = join(u16(64, 48), pixelFormat(formats.bgrx), s32(NAME.length), Buffer.from(NAME));
const VERSION = 'RFB 003.008\n';

export interface VncEcho {
  port: number;
  url: string;
  /** Those that logged in; a portal that only looks whether the host is up does not. */
  connections: RawConnection[];
  /** Of those that logged in, how many are there now. */
  clients(): number;
  connection(n?: number): Promise<RawConnection>;
  stop(): Promise<void>;
}

export async function startVncEcho({ port, echo = true }: { port?: number; echo?: boolean } = {}): Promise<VncEcho> {
  const connections: RawConnection[] = [];
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    const connection = new RawConnection(socket);
    await connection.write(VERSION);
    await connection.bytes(VERSION.length);
    await connection.write(u8(1, 1));
    await connection.bytes(1);
    await connection.write(s32(0));
    await connection.bytes(1);
    await connection.write(SERVER_INIT);
    connections.push(connection);
    if (echo) {
      socket.write(connection.pending);
      socket.on('data', (chunk: Buffer) => socket.write(chunk));
      socket.on('end', () => socket.end());
    }
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A probe leaves in the middle of the handshake.
    serve(socket).catch(() => socket.destroy());
  });
  const bound = await listen(server, port);
  return {
    port: bound,
    url: `vnc://127.0.0.1:${bound}`,
    connections,
    clients: () => connections.filter(({ socket }) => !socket.destroyed).length,
    connection: (n = 1) => until(`login ${n} at the host`, () => connections[n - 1]),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The viewer's part of the handshake with the portal. */
export async function enter(console: ConsoleClient): Promise<ConsoleClient> {
  let bytes = Buffer.alloc(0);
  const read = async (length: number): Promise<void> => {
    while (bytes.length < length) bytes = Buffer.concat([bytes, (await console.message()).data]);
    bytes = bytes.subarray(length);
  };
  await read(VERSION.length);
  console.send(Buffer.from(VERSION));
  await read(2);
  console.send(u8(1));
  await read(4);
  console.send(u8(1));
  await read(SERVER_INIT.length);
  return console;
}
