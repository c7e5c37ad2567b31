/** A TCP proxy in front of a server, for a network that breaks without a word: nothing is closed and nothing passes. */

import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listen } from './ports';

export interface BreakingLine {
  port: number;
  /** From now on nothing passes, on old connections and on new ones. */
  freeze(): void;
  /** New connections pass again. The old ones stay silent for ever, as behind a router that has forgotten them. */
  mend(): void;
  stop(): Promise<void>;
}

export async function startBreakingLine(to: number): Promise<BreakingLine> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const waiting = new Set<() => void>();

  const server = createServer((client) => {
    keep(client);
    // Those that came meanwhile are answered once it is mended, as a SYN is that is sent again.
    if (frozen) waiting.add(() => join(client));
    else join(client);
  });
  const keep = (socket: Socket): void => {
    sockets.add(socket.setNoDelay());
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const join = (client: Socket): void => {
    if (client.destroyed) return;
    const host = connect(to, '127.0.0.1');
    keep(host);
    let dead = false;
    const ends = { die: () => (dead = true) };
    joined.add(ends);
    for (const [one, other] of [
      [client, host],
      [host, client],
    ] as const) {
      one.on('data', (chunk: Buffer) => {
        if (!dead) other.write(chunk);
      });
      one.on('close', () => {
        if (!dead) other.destroy();
      });
    }
  };
  const joined = new Set<{ die: () => void }>();
  const port = await listen(server);
  return {
    port,
    freeze() {
      frozen = true;
      for (const ends of joined) ends.die();
      joined.clear();
    },
    mend() {
      frozen = false;
      for (const begin of waiting) begin();
      waiting.clear();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
