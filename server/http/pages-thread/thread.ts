/** What runs in the thread of the pages: Next, and a portal whose services are in the main thread. */

import { createServer } from 'node:http';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger, loggedPath } from '../../log';
import { setPortal } from '../../portal';
import { preparePages } from '../pages';
import { Caller } from './calls';
import { MAX_FORWARDED_HEADER_BYTES } from './forward';
import { pagesPortal } from './pages-portal';
import { PortStream } from './port-stream';
import type { FromThread, ThreadData, ToThread } from './running-thread';

// Linux takes this for the calling thread alone: on a processor that has too much to do, bytes of consoles go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const port = parentPort!;
const { root, settings, calls } = workerData as ThreadData;
const log = createLogger(settings);

/** Next would keep the thread alive whose state nobody knows any more; the portal starts another one. */
const fail = (error: unknown) => {
  log.error({ err: error }, 'an error in the pages that nothing caught: their thread ends');
  process.exit(1);
};
process.on('uncaughtException', fail).on('unhandledRejection', fail);

setPortal(pagesPortal(new Caller(calls), settings, log));
const pages = await preparePages(root, false, settings.basePath);
// It listens nowhere; how long a request may take, the portal's own listener has decided.
const server = createServer({ maxHeaderSize: MAX_FORWARDED_HEADER_BYTES, headersTimeout: 0, requestTimeout: 0 }, (request, response) => {
  const over = begun(request.socket);
  pages
    .handle(request, response, 0)
    .catch((error: unknown) => {
      log.error({ err: error, method: request.method, path: loggedPath(request.url) }, 'a request failed');
      response.destroy();
    })
    .finally(over);
});
server.maxHeadersCount = 0;

/** Connections on which no request has begun yet, by what tells that nothing of it is under way. */
const connections = new Map<unknown, () => void>();

/** @returns tells that nothing of the connection's request is under way any more */
function begun(connection: unknown): () => void {
  const over = connections.get(connection) ?? (() => undefined);
  connections.delete(connection);
  return over;
}

port.on('message', (message: ToThread) => {
  if (message === 'close') {
    void pages.close().finally(() => process.exit(0));
    return;
  }
  const connection = new PortStream(message.port);
  connections.set(connection, () => port.postMessage({ done: message.request } satisfies FromThread));
  connection.once('close', () => begun(connection)());
  server.emit('connection', connection);
});
port.postMessage('ready' satisfies FromThread);
