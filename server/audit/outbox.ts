/**
 * What has happened and has to be in the audit whether the database can be reached or not: ends of consoles, refusals, wrong passwords. It
 * waits here until it is written, in the order in which it happened, each once. What wants something of the portal doesn't come here: it is
 * refused as long as it can't be recorded.
 */

import { isPortalError } from '../contract/errors';
import type { Logger } from '../log';
import type { OutboxEntry } from './outbox-entry';

/**
 * From here on no console is opened, and what else happens is only counted. The consoles that are open can still tell how they end: more than
 * this and one for each of them never waits.
 */
export const MAX_WAITING = 10_000;
/** Keeps a transaction short enough for others to come in between. */
const BATCH = 200;
const FIRST_RETRY_MS = 100;
/** A database that comes back is noticed so soon. */
const LAST_RETRY_MS = 2000;
/** Of an entry that fails for a reason of its own, while others can be written. */
const MOST_TRIES = 5;
/** By then a database that answers has taken all. */
const LAST_WORDS_MS = 5000;

interface Waiting {
  entry: OutboxEntry;
  /** The answer to an attempt was lost, or said no. */
  doubtful: boolean;
  tries: number;
  /** What it stands for together with others like it. */
  sum: string | null;
  settle: () => void;
}

interface Parts {
  write: (entries: readonly OutboxEntry[], doubtful: boolean) => Promise<void>;
  log: Pick<Logger, 'error' | 'info'>;
  random?: () => number;
  max?: number;
}

export class Outbox {
  private readonly waiting: Waiting[] = [];
  private readonly max: number;
  private running: Promise<void> | null = null;
  private failures = 0;
  /** Of these, one at a time is tried: one of them failed for a reason of its own. */
  private alone = 0;
  private wake: (() => void) | null = null;
  /** ms since 1970 UTC; null: it is not to stop. */
  private stopAt: number | null = null;

  constructor(private readonly parts: Parts) {
    this.max = parts.max ?? MAX_WAITING;
  }

  get full(): boolean {
    return this.waiting.length >= this.max;
  }

  /** Never fails. @returns settles once it is written, or has to wait because it can't be */
  add(entry: OutboxEntry): Promise<void> {
    if (this.full && entry.end === null && this.summed(entry)) return Promise.resolve();
    const sum = this.full && entry.end === null ? sumKey(entry) : null;
    return new Promise((settle) => {
      this.waiting.push({ entry: sum === null ? entry : anonymous(entry), doubtful: false, tries: 0, sum, settle });
      if (this.failures > 0) settle();
      this.running ??= this.run().finally(() => (this.running = null));
    });
  }

  /** Takes out what is not known to be written, for somebody else to keep. */
  take(): OutboxEntry[] {
    return this.waiting.splice(0).map(({ entry }) => entry);
  }

  /**
   * Writes what can be written until then, and tries at least once.
   * @param until ms, monotonic (`performance.now()`)
   */
  async stop(until: number): Promise<void> {
    this.stopAt = until;
    this.wake?.();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, Math.max(until - performance.now(), LAST_WORDS_MS))));
    await Promise.race([this.running, late]);
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    // One turn of the event loop: what happens in the same one is written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      await this.attempt();
      if (this.failures === 0) continue;
      if (this.stopAt !== null && performance.now() >= this.stopAt) return;
      await this.pause();
    }
  }

  private async attempt(): Promise<void> {
    const batch = this.waiting.slice(0, this.alone > 0 ? 1 : BATCH);
    const doubtful = batch.some((one) => one.doubtful);
    // Should the process end before the answer comes, what is left of it is read by one that has to look first.
    for (const one of batch) one.doubtful = true;
    try {
      await this.parts.write(
        batch.map(({ entry }) => entry),
        doubtful,
      );
      this.done(batch);
      if (this.failures > 0) this.parts.log.info({ waiting: this.waiting.length }, 'the audit is written again');
      this.failures = 0;
    } catch (error) {
      this.failed(batch, error);
    }
  }

  private done(batch: Waiting[]): void {
    // Unless it was taken out meanwhile.
    if (this.waiting[0] === batch[0]) this.waiting.splice(0, batch.length);
    if (this.alone > 0) this.alone--;
    for (const { settle } of batch) settle();
  }

  private failed(batch: Waiting[], error: unknown): void {
    const away = isPortalError(error) && error.code === 'unavailable';
    if (away || batch.length === 1) {
      if (this.failures === 0) this.parts.log.error({ err: error }, 'the audit cannot be written: what happens waits until it can');
      this.failures += 1;
    } else {
      this.alone = batch.length;
    }
    for (const { settle } of this.waiting) settle();
    if (away || batch.length > 1) return;
    const [one] = batch;
    if (++one!.tries < MOST_TRIES) return;
    this.parts.log.error({ err: error, entry: one!.entry }, 'a row of the audit cannot be written: this line is all that is left of it');
    this.failures = 0;
    this.done(batch);
  }

  private pause(): Promise<void> {
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures - 1, 10));
    const ms = longest * (1 - 0.5 * (this.parts.random ?? Math.random)());
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Counts it where one of its kind waits that nobody has tried to write. */
  private summed(entry: OutboxEntry): boolean {
    const key = sumKey(entry);
    const like = this.waiting.findLast(({ sum, doubtful }) => sum === key && !doubtful);
    if (!like) return false;
    const { row } = like.entry;
    const detail = JSON.parse(row.detail) as { count?: number };
    like.entry = { row: { ...row, detail: JSON.stringify({ ...detail, count: (detail.count ?? 1) + 1 }) }, end: null };
    return true;
  }
}

function sumKey({ row }: OutboxEntry): string {
  const { code } = JSON.parse(row.detail) as { code?: unknown };
  return JSON.stringify([row.action, row.actor_id, code]);
}

/** It stands for others too, from elsewhere and to other hosts. */
function anonymous({ row, end }: OutboxEntry): OutboxEntry {
  const { code, status } = JSON.parse(row.detail) as Record<string, unknown>;
  return { row: { ...row, address: '', host_id: '', detail: JSON.stringify({ status, code, count: 1 }) }, end };
}
