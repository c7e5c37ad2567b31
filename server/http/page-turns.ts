/** Hands requests to the pages in turns, and lets go of those whose client has left or keeps others waiting. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Askers } from './askers';
import type { ClientInfo } from './client-info';
import { FairQueue } from './fair-queue';

const LOOK_EVERY_MS = 1000;
/** A client that takes nothing of its answer, or sends nothing of its body, for this long makes room for those who wait. */
const STALLED_MS = 5000;

interface Parts {
  askers: Pick<Askers, 'of'>;
  queue?: FairQueue;
  now?: () => number;
}

interface UnderWay {
  request: IncomingMessage;
  response: ServerResponse;
  /** Since when the portal has waited for this client; null: it does not. */
  stalledAt: number | null;
}

/** `full`: too many wait. `gone`: the client has left. */
export type Turn = 'over' | 'full' | 'gone';

export class PageTurns {
  private readonly queue: FairQueue;
  private readonly underWay = new Set<UnderWay>();
  private readonly now: () => number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly parts: Parts) {
    this.queue = parts.queue ?? new FairQueue();
    this.now = parts.now ?? (() => performance.now());
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /**
   * @param work settles when nothing of the request is under way any more
   * @returns what became of it. @throws what the work throws
   */
  async take(request: IncomingMessage, response: ServerResponse, client: ClientInfo, work: () => Promise<void>): Promise<Turn> {
    const asker = await this.parts.askers.of(request, client);
    if (response.destroyed) return 'gone';
    return new Promise<Turn>((resolve, reject) => {
      const start = () => {
        response.off('close', left);
        this.follow(request, response, work)
          .then(() => resolve('over'), reject)
          .finally(leave);
      };
      const left = () => {
        leave();
        resolve('gone');
      };
      const refuse = () => {
        response.off('close', left);
        resolve('full');
      };
      response.once('close', left);
      const leave = this.queue.enter(asker, start, refuse);
    });
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async follow(request: IncomingMessage, response: ServerResponse, work: () => Promise<void>): Promise<void> {
    const one: UnderWay = { request, response, stalledAt: null };
    this.underWay.add(one);
    try {
      await work();
    } finally {
      this.underWay.delete(one);
    }
  }

  private look(): void {
    this.queue.refuseLate();
    const now = this.now();
    for (const one of this.underWay) {
      if (!waitsForClient(one)) one.stalledAt = null;
      else one.stalledAt ??= now;
      if (this.queue.waiting > 0 && one.stalledAt !== null && now - one.stalledAt >= STALLED_MS) one.response.destroy();
    }
  }
}

/** Its answer waits to be taken, or the rest of its body to be sent. */
function waitsForClient({ request, response }: UnderWay): boolean {
  return response.writableNeedDrain || (!request.complete && request.readableLength === 0);
}
