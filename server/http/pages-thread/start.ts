/**
 * Next in a thread of its own: to render a page takes 10 to 45 ms, during which no byte of a console would move. The portal's services stay
 * in the main thread, with all that they remember; the pages ask them there. A thread that dies takes no console along: another one is
 * started.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { signInOptions } from '../../auth/sign-in-options';
import type { Config } from '../../config';
import type { Logger } from '../../log';
import type { Portal } from '../../portal';
import { BodyTooLarge } from '../body-limit';
import { PagesAway, type Pages } from '../pages';
import { forward } from './forward';
import { calledServices, type PagesSettings } from './pages-portal';
import { RunningThread } from './running-thread';

/** A thread that has lived this long did not die of its start. */
const SETTLED_MS = 60_000;
/** How long to wait before a thread that keeps dying is started again: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Time to finish what a client has left behind; then its turn is given to the next one. */
const ABANDONED_MS = 10_000;

interface Parts {
  /** The folder of the product. */
  root: string;
  config: Config;
  portal: Portal;
}

/** @throws Error when Next can't start at all */
export async function startPagesThread({ root, config, portal }: Parts): Promise<Pages> {
  const services = Object.fromEntries(calledServices.map((name) => [name, portal[name]]));
  const start = () => new RunningThread({ root, settings: settingsOf(config), services, log: portal.log });
  const pages = new ThreadedPages(start, portal.log);
  await pages.start();
  return pages;
}

export class ThreadedPages implements Pages {
  private thread: RunningThread | null = null;
  private deaths = 0;
  private timer: NodeJS.Timeout | null = null;
  private closing = false;

  constructor(
    private readonly begin: () => RunningThread,
    private readonly log: Pick<Logger, 'info' | 'error'>,
    private readonly now = () => performance.now(),
  ) {}

  get ready(): boolean {
    return this.thread !== null;
  }

  /** @throws Error when the first thread ends before it can serve */
  async start(): Promise<void> {
    await this.run();
  }

  async handle(request: IncomingMessage, response: ServerResponse, maxBodyBytes: number): Promise<void> {
    if (!this.thread) throw new PagesAway();
    const { connect, done } = this.thread.request();
    try {
      await forward(request, response, connect, maxBodyBytes);
    } catch (error) {
      if (error instanceof BodyTooLarge) throw error;
      if ((await doneSoon(done)) === 'dead') throw new PagesAway({ cause: error });
      throw error;
    }
    await doneSoon(done);
  }

  upgrade(_request: IncomingMessage, socket: { destroy(): unknown }): void {
    socket.destroy();
  }

  async close(): Promise<void> {
    this.closing = true;
    if (this.timer) clearTimeout(this.timer);
    await this.thread?.close();
  }

  private async run(): Promise<void> {
    const startedAt = this.now();
    const thread = this.begin();
    await thread.ready;
    this.thread = thread;
    if (this.closing) await thread.close();
    void thread.ended.then(({ code, error }) => {
      this.thread = null;
      if (this.now() - startedAt >= SETTLED_MS) this.deaths = 0;
      this.again(code, error);
    });
  }

  private again(code: number | null, error: unknown): void {
    if (this.closing) return;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** this.deaths, LONGEST_WAIT_MS);
    this.deaths++;
    this.log.error({ err: error, code, waitMs }, 'the thread of the pages died: it is started again');
    this.timer = setTimeout(() => {
      this.run().then(
        () => this.log.info('the pages serve again'),
        (failure: unknown) => this.again(null, failure),
      );
    }, waitMs);
  }
}

/** Where the thread does not tell within the time, whoever waits goes on all the same. */
async function doneSoon(done: Promise<'done' | 'dead'>): Promise<'done' | 'dead' | 'unknown'> {
  const stop = new AbortController();
  const late = delay(ABANDONED_MS, 'unknown' as const, { ref: false, signal: stop.signal }).catch(() => 'unknown' as const);
  return Promise.race([done, late]).finally(() => stop.abort());
}

function settingsOf(config: Config): PagesSettings {
  const { basePath, oidcProviders, logLevel, logFormat, worker, secret } = config;
  return { basePath, oidcProviders, logLevel, logFormat, worker, secret: new Uint8Array(secret), signInOptions: signInOptions(config) };
}
