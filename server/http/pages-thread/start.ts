/**
 * Next in a thread of its own: to render a page takes 10 to 45 ms, during which no byte of a console would move. The portal's services stay
 * in the main thread, with all that they remember; the pages ask them there.
 */

import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { signInOptions } from '../../auth/sign-in-options';
import type { Config } from '../../config';
import type { Portal } from '../../portal';
import type { Pages } from '../pages';
import { answerCalls } from './calls';
import { forward } from './forward';
import { calledServices, type PagesSettings } from './pages-portal';
import { PortStream } from './port-stream';

export interface ThreadData {
  root: string;
  settings: PagesSettings;
  calls: MessagePort;
}
/** A connection, or that it is over. */
export type ToThread = MessagePort | 'close';
export type FromThread = 'ready';

/** What is still under way then is cut. */
const CLOSE_MS = 2000;

interface Parts {
  /** The folder of the product. */
  root: string;
  config: Config;
  portal: Portal;
}

/** @throws Error when Next can't start. A thread that dies later takes the process along, as an error that nothing caught. */
export async function startPagesThread({ root, config, portal }: Parts): Promise<Pages> {
  const { port1: here, port2: there } = new MessageChannel();
  const data: ThreadData = { root, settings: settingsOf(config), calls: there };
  const worker = new Worker(join(root, 'dist/pages-thread.js'), { workerData: data, transferList: [there] });
  answerCalls(here, Object.fromEntries(calledServices.map((name) => [name, portal[name]])));
  let closing = false;
  // Its own handlers have told what was wrong with it.
  const ended = once(worker, 'exit');
  worker.on('exit', (code) => {
    if (!closing) throw new Error(`the thread of the pages has ended (${code})`);
  });
  await once(worker, 'message');
  return {
    handle: (request, response) => forward(request, response, connect),
    upgrade: (_request, socket) => void socket.destroy(),
    async close() {
      closing = true;
      worker.postMessage('close' satisfies ToThread);
      await Promise.race([ended, delay(CLOSE_MS, undefined, { ref: false })]);
      await worker.terminate();
    },
  };

  function connect(): PortStream {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2 satisfies ToThread, [port2]);
    return new PortStream(port1);
  }
}

function settingsOf(config: Config): PagesSettings {
  const { basePath, oidcProviders, logLevel, logFormat, worker, secret } = config;
  return { basePath, oidcProviders, logLevel, logFormat, worker, secret: new Uint8Array(secret), signInOptions: signInOptions(config) };
}
