/** A TCP proxy in front of a server, for a line that is longer or narrower than loopback. */

import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listen } from './ports';

export interface LineOptions {
  /** On the way from the server, ms. */
  delay?: number;
  /** From the server, bytes a second. */
  rate?: number;
}

export interface SlowLine {
  port: number;
  stop(): Promise<void>;
}

const PIECE = 4096;

export async function startSlowLine(to: number, options: LineOptions): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const host = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, host],
      [host, client],
    ] as const) {
      sockets.add(one.setNoDelay());
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(host);
    trickle(host, client, options);
  });
  const port = await listen(server);
  return {
    port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes on what comes, later and in pieces; the sender is held back meanwhile, as a full line does. */
function trickle(from: Socket, to: Socket, { delay = 0, rate = Infinity }: LineOptions): void {
  let free = 0;
  // One after the other: timers that are due together fire in any order.
  let last = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      free = Math.max(free, Date.now()) + (piece.length * 1000) / rate;
      const due = free + delay;
      last = last
        .then(() => new Promise<void>((resolve) => setTimeout(resolve, due - Date.now())))
        .then(() => {
          if (!to.destroyed) to.write(piece);
        });
    }
    const wait = free - Date.now();
    if (wait < 1) return;
    from.pause();
    setTimeout(() => from.resume(), wait);
  });
}
