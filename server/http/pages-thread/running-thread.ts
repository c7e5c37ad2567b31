/** One thread of the pages, from its start to its end. */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Logger } from '../../log';
import { answerCalls } from './calls';
import { logOutput } from './pages-output';
import type { PagesSettings } from './pages-portal';
import { PortStream } from './port-stream';

export interface ThreadData {
  root: string;
  settings: PagesSettings;
  calls: MessagePort;
}
/** A connection for one request, by the number of the request; or that it is over. */
export type ToThread = { request: number; port: MessagePort } | 'close';
/** `done`: nothing of that request is under way any more. */
export type FromThread = 'ready' | { done: number };

/** What is still under way then is cut. */
const CLOSE_MS = 2000;

interface Parts {
  root: string;
  settings: PagesSettings;
  /** By name; the only ones that the thread may call. */
  services: Record<string, object>;
  log: Pick<Logger, 'debug' | 'warn'>;
}

/** A connection to the thread, and when nothing of its request is under way any more: whether the thread is still there. */
export interface ThreadRequest {
  connect: () => PortStream;
  done: Promise<'done' | 'dead'>;
}

export class RunningThread {
  private readonly worker: Worker;
  private readonly requests = new Map<number, (how: 'done' | 'dead') => void>();
  private last = 0;
  private dead = false;
  private error: unknown = null;
  /** Can serve. Rejects when the thread ends before. */
  readonly ready: Promise<void>;
  /** With what ended it, where that is known; its own handlers may have told already. */
  readonly ended: Promise<{ code: number; error: unknown }>;

  constructor({ root, settings, services, log }: Parts) {
    const { port1: here, port2: there } = new MessageChannel();
    const data: ThreadData = { root, settings, calls: there };
    // Its own streams: what Next writes there would go to those of the process as it is.
    const streams = { stdout: true, stderr: true };
    this.worker = new Worker(join(root, 'dist/pages-thread.js'), { workerData: data, transferList: [there], ...streams });
    // What it tells of its own start.
    logOutput(this.worker.stdout, log, 'debug');
    logOutput(this.worker.stderr, log, 'warn');
    answerCalls(here, services);
    // Out of memory, for one.
    this.worker.on('error', (error) => (this.error = error));
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.dead = true;
        here.close();
        for (const tell of this.requests.values()) tell('dead');
        this.requests.clear();
        resolve({ code, error: this.error });
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromThread) => {
        if (message === 'ready') resolve();
        else this.finish(message.done);
      });
      void this.ended.then(({ code, error }) => reject(new Error(`the thread of the pages has ended (${code})`, { cause: error })));
    });
    this.ready.catch(() => undefined);
  }

  /** For one request. */
  request(): ThreadRequest {
    const number = ++this.last;
    const done = this.dead
      ? Promise.resolve('dead' as const)
      : new Promise<'done' | 'dead'>((resolve) => this.requests.set(number, resolve));
    return {
      done,
      connect: () => {
        const { port1, port2 } = new MessageChannel();
        this.worker.postMessage({ request: number, port: port2 } satisfies ToThread, [port2]);
        return new PortStream(port1);
      },
    };
  }

  async close(): Promise<void> {
    this.worker.postMessage('close' satisfies ToThread);
    await Promise.race([this.ended, delay(CLOSE_MS, undefined, { ref: false })]);
    await this.worker.terminate();
  }

  private finish(number: number): void {
    this.requests.get(number)?.('done');
    this.requests.delete(number);
  }
}
