/**
 * Writes down what becomes of the attempts of this process, for pages whose questions reach another one. Beside the way of every console:
 * only a refusal waits for it. Of one attempt the last state counts, and many go together.
 */

import type { Logger } from '../log';
import type { AttemptRepository } from './attempt-repository';
import type { AttemptRecord } from './attempts';

/** Rows a statement. */
const BATCH = 200;
const RETRY_MS = 1000;
/** A page that was refused asks more than once: without the database it is rather told late than not refused. */
const PATIENCE_MS = 1000;
const PRUNE_EVERY_MS = 60_000;
/** What a process has left that died: so long after it that no two clocks are further apart. */
const ABANDONED_MS = 24 * 60 * 60_000;
/** Ids that are remembered while the database is away: what is left over goes a day later. */
const MAX_FORGOTTEN = 20_000;
/** A little longer than a host is kept waiting for credentials. */
const UNANSWERED_MS = 5 * 60_000;

interface Parts {
  attempts: Pick<AttemptRepository, 'put' | 'prune' | 'forget'>;
  log: Pick<Logger, 'warn' | 'info'>;
  now?: () => number;
}

export class AttemptRecords {
  /** What is to be written, and who wants to know when it is. */
  private readonly waiting = new Map<string, { record: AttemptRecord; done: (() => void)[] }>();
  /** Written, and to be taken back. */
  private readonly forgotten = new Set<string>();
  private running: Promise<void> | null = null;
  private failing = false;
  private stopped = false;
  private wake: (() => void) | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: Parts) {}

  start(): void {
    this.timer = setInterval(() => void this.prune(), PRUNE_EVERY_MS).unref();
  }

  /** Writes what it can, once more. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.stopped = true;
    this.wake?.();
    await this.running;
  }

  put(record: AttemptRecord): void {
    this.forgotten.delete(record.id);
    const done = this.waiting.get(record.id)?.done ?? [];
    this.waiting.set(record.id, { record, done });
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /** An attempt that its process does not keep any longer: nobody else has to. One that is only waiting is never written. */
  forget({ id }: AttemptRecord): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    for (const done of waiting?.done ?? []) done();
    if (this.forgotten.size < MAX_FORGOTTEN) this.forgotten.add(id);
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /** Settles once what waits of an attempt is written, or after a while. */
  async written(id: string): Promise<void> {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      waiting.done.push(resolve);
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    // One turn of the event loop: what happens in the same one goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.size > 0 || this.forgotten.size > 0) {
      const batch = [...this.waiting].slice(0, BATCH);
      const forgotten = [...this.forgotten].slice(0, BATCH);
      try {
        if (batch.length > 0) await this.parts.attempts.put(batch.map(([, { record }]) => record));
        if (forgotten.length > 0) await this.parts.attempts.forget(forgotten.filter((id) => !this.waiting.has(id)));
        for (const id of forgotten) this.forgotten.delete(id);
        if (this.failing) this.parts.log.info('attempts are written down again');
        this.failing = false;
        for (const [id, written] of batch) this.settle(id, written.record);
      } catch (error) {
        if (!this.failing)
          this.parts.log.warn({ err: error }, 'attempts cannot be written down: pages learn late of them at other processes');
        this.failing = true;
        if (this.stopped) return;
        await this.pause();
      }
    }
  }

  /** What has moved on meanwhile is still to be written. */
  private settle(id: string, record: AttemptRecord): void {
    const waiting = this.waiting.get(id);
    if (waiting?.record !== record) return;
    this.waiting.delete(id);
    for (const done of waiting.done) done();
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async prune(): Promise<void> {
    const now = (this.parts.now ?? Date.now)();
    await this.parts.attempts
      .prune(now - ABANDONED_MS, now - UNANSWERED_MS)
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'old attempts could not be pruned'));
  }
}
