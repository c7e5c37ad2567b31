/** Next, inside the portal's own server. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Hot reload, in development only. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/**
 * Next would add an upgrade listener of its own to the server that it is given, and end or hang other people's WebSockets:
 * it is given one that never listens.
 */
export async function preparePages(dir: string, dev: boolean): Promise<Pages> {
  const inert = createServer();
  const app = next({ dir, dev, httpServer: inert });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => void inert.emit('upgrade', request, socket, head),
    close: () => app.close(),
  };
}
