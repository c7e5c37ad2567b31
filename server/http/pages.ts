/** Next, inside the portal's own server. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import next from 'next';
import { z } from 'zod';
import { configureNext, pagesDir } from '../config';

export interface Pages {
  /** Whether requests are answered just now. */
  readonly ready: boolean;
  /**
   * @param maxBodyBytes of a body without a declared length, in production
   * @returns settles when nothing of the request is under way any more
   * @throws PagesAway, BodyTooLarge, or Error when there is no answer
   */
  handle(request: IncomingMessage, response: ServerResponse, maxBodyBytes: number): Promise<void>;
  /** Hot reload, in development only. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** The pages have ended, and are being started again. */
export class PagesAway extends Error {
  constructor(options?: ErrorOptions) {
    super('the pages are away', options);
    this.name = 'PagesAway';
  }
}

/**
 * Next would add an upgrade listener of its own to the server that it is given, and end or hang other people's WebSockets:
 * it is given one that never listens.
 */
export async function preparePages(dir: string, dev: boolean, basePath: string): Promise<Pages> {
  if (!dev) configureNext(builtConfig(dir, basePath));
  const inert = createServer();
  const app = next({ dir, dev, httpServer: inert });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    ready: true,
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => void inert.emit('upgrade', request, socket, head),
    close: () => app.close(),
  };
}

const builtSchema = z.object({ config: z.record(z.string(), z.unknown()) });

/** As the build has left it. */
function builtConfig(dir: string, basePath: string): object {
  const file = join(dir, pagesDir(basePath, false), 'required-server-files.json');
  return builtSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).config;
}
