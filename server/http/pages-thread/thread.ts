/** What runs in the thread of the pages: Next, and a portal whose services are in the main thread. */

import { createServer } from 'node:http';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '../../log';
import { setPortal } from '../../portal';
import { preparePages } from '../pages';
import { Caller } from './calls';
import { MAX_FORWARDED_HEADER_BYTES } from './forward';
import { pagesPortal } from './pages-portal';
import { PortStream } from './port-stream';
import type { FromThread, ThreadData, ToThread } from './start';

// Linux takes this for the calling thread alone: on a processor that has too much to do, bytes of consoles go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const port = parentPort!;
const { root, settings, calls } = workerData as ThreadData;
const log = createLogger(settings);

/** Next would keep the thread alive whose state nobody knows any more; without it the process ends. */
const fail = (error: unknown) => {
  log.fatal({ err: error }, 'an error in the pages that nothing caught: the portal exits');
  process.exit(1);
};
process.on('uncaughtException', fail).on('unhandledRejection', fail);

setPortal(pagesPortal(new Caller(calls), settings, log));
const pages = await preparePages(root, false);
// It listens nowhere; how long a request may take, the portal's own listener has decided.
const server = createServer({ maxHeaderSize: MAX_FORWARDED_HEADER_BYTES, headersTimeout: 0, requestTimeout: 0 }, (request, response) => {
  pages.handle(request, response).catch((error: unknown) => {
    log.error({ err: error, method: request.method, path: request.url?.split('?', 1)[0] }, 'a request failed');
    response.destroy();
  });
});
server.maxHeadersCount = 0;

port.on('message', (message: ToThread) => {
  if (message === 'close') void pages.close().finally(() => process.exit(0));
  else server.emit('connection', new PortStream(message));
});
port.postMessage('ready' satisfies FromThread);
