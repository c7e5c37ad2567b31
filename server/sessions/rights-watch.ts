/**
 * Looks at the rights of open consoles again, when they may have changed or their time may be over, and ends those that run with more than
 * is left. Beside the way of every byte: consoles that are asked about together are looked at in a few queries.
 */

import type { Access, Held } from '../access/access';
import { fullScope } from '../contract/token-scope';
import { signedOut } from '../gateway/end-notes';
import type { Logger } from '../log';
import type { LiveConsole } from './live-consoles';

/** Consoles a look: the others go on in between. */
const BATCH = 2000;
const RETRY_MS = 200;
/**
 * Rights that are known to have changed, or to have run out, and cannot be read: after this the console ends all the same. Long enough for a
 * database that is restarted, and far less than somebody needs who has to be kept out.
 */
const UNKNOWN_MS = 15_000;

interface Parts {
  access: Pick<Access, 'reread'>;
  log: Logger;
  /** ms, monotonic. */
  now?: () => number;
  /** ms since 1970 UTC, by which rights run out. */
  wallClock?: () => number;
  unknownMs?: number;
}

export class RightsWatch {
  /** Which are to be looked at, and since when. */
  private readonly waiting = new Map<LiveConsole, number>();
  private running: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  private failing = false;
  private readonly now: () => number;
  private readonly wallClock: () => number;
  private idleWaiters: (() => void)[] = [];

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? (() => performance.now());
    this.wallClock = parts.wallClock ?? Date.now;
  }

  look(consoles: Iterable<LiveConsole>): void {
    const at = this.now();
    for (const console of consoles) if (!this.waiting.has(console)) this.waiting.set(console, at);
    if (!this.timer) this.run();
  }

  /** As {@link look}. Settles once the rights of each are known, or it has ended. */
  async lookNow(consoles: Iterable<LiveConsole>): Promise<void> {
    this.look(consoles);
    if (!this.isIdle) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
    this.tellIdle();
  }

  private get isIdle(): boolean {
    return this.stopped || (this.waiting.size === 0 && !this.running);
  }

  private tellIdle(): void {
    if (!this.isIdle) return;
    for (const tell of this.idleWaiters.splice(0)) tell();
  }

  private run(): void {
    this.timer = null;
    if (this.stopped) return;
    this.running ??= this.readAll().finally(() => {
      this.running = null;
      if (this.waiting.size === 0 || this.stopped) return this.tellIdle();
      if (this.failing) this.timer = setTimeout(() => this.run(), RETRY_MS).unref();
      else this.run();
    });
  }

  /** Never fails. What is asked while it reads stands in the map again, and is read once more. */
  private async readAll(): Promise<void> {
    while (this.waiting.size > 0 && !this.stopped) {
      const batch = [...this.waiting].slice(0, BATCH);
      for (const [console] of batch) this.waiting.delete(console);
      const consoles = batch.map(([console]) => console).filter(({ endedBy }) => !endedBy);
      try {
        const rights = await this.parts.access.reread(consoles.map(heldBy));
        for (const [index, console] of consoles.entries()) this.settle(console, rights[index] ?? { access: null, until: null });
        if (this.failing) this.parts.log.info('rights are read again');
        this.failing = false;
      } catch (error) {
        if (!this.failing) this.parts.log.error({ err: error }, 'the rights of open consoles cannot be read');
        this.failing = true;
        this.giveUp(batch);
        return;
      }
    }
  }

  private settle(console: LiveConsole, { access, until }: { access: 'view' | 'control' | null; until: number | null }): void {
    const byClock = console.until !== null && this.wallClock() >= console.until;
    console.until = until;
    if (access === 'control' || (access === 'view' && console.info.access === 'view')) return;
    console.end(signedOut(byClock ? 'access_ended' : 'access_revoked'));
  }

  private giveUp(batch: [LiveConsole, number][]): void {
    for (const [console, since] of batch) {
      if (console.endedBy) continue;
      if (this.now() - since >= (this.parts.unknownMs ?? UNKNOWN_MS)) console.end(signedOut('access_unknown'));
      else this.waiting.set(console, Math.min(since, this.waiting.get(console) ?? since));
    }
  }
}

/** A browser has all that its person has. */
function heldBy({ info }: LiveConsole): Held {
  return { userId: info.userId, hostId: info.hostId, scope: info.via.scope ?? fullScope };
}
