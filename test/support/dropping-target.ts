/** A host that drops what wants to connect to it, as a firewall does: its queue is full, and it never takes anybody out of it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';

/** Listens, tells its port, and sleeps for ever inside a call, so that the event loop never accepts. */
const LISTENING = `
  const server = require('node:net').createServer();
  server.listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () => {
    require('node:fs').writeSync(1, server.address().port + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

export interface DroppingTarget {
  port: number;
  stop(): Promise<void>;
}

/** @param port 0 for a free one */
export async function startDroppingTarget(address = '127.0.0.1', port = 0): Promise<DroppingTarget> {
  const child = spawn(process.execPath, ['-e', LISTENING, address, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  // With a backlog of 1 Linux keeps two connections that nobody has accepted, and drops the SYNs of all others. (Node takes 0 for 511.)
  const waiting = [0, 1].map(() => net.connect({ host: address, port: Number(line) }).on('error', () => undefined));
  await Promise.all(waiting.map((socket) => once(socket, 'connect')));
  return {
    port: Number(line),
    async stop() {
      for (const socket of waiting) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
