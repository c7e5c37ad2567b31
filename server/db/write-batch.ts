/**
 * Joins writes that wait for the disk at the same time into one transaction: a thousand consoles that open at once after a restart then cost
 * a few flushes instead of two thousand.
 */

import type { Database } from './database';
import { isPortalError } from '../contract/errors';
import { isConnectionLost } from './failures';
import { insideTransaction } from './sqlite-dialect';
import { transaction, type Executor } from './transaction';

export type Write = (trx: Executor) => Promise<void>;

interface Waiting {
  write: Write;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Keeps a transaction short enough for others to come in between. */
const MAX_WRITES = 200;
const IDLE_PAUSE_MS = 10;

export class WriteBatch {
  private readonly waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly db: Database) {}

  /** @returns settles once the write is committed, or has failed for a reason of its own */
  add(write: Write): Promise<void> {
    // Its transaction would wait for this one, which waits for it.
    if (insideTransaction.getStore()) return Promise.reject(new Error('a write inside a transaction must go through that transaction'));
    return new Promise((done, failed) => {
      this.waiting.push({ write, done, failed });
      if (!this.running) void this.run();
    });
  }

  /** Settles when nothing waits to be written: what was added by then is in the database, or has failed. */
  async idle(): Promise<void> {
    while (this.running) await new Promise((resolve) => setTimeout(resolve, IDLE_PAUSE_MS));
  }

  private async run(): Promise<void> {
    this.running = true;
    // One turn of the event loop: what was asked for in the same one goes together.
    await new Promise((resolve) => setImmediate(resolve));
    for (let batch = this.next(); batch.length > 0; batch = this.next()) await this.commit(batch);
    this.running = false;
  }

  private next(): Waiting[] {
    return this.waiting.splice(0, MAX_WRITES);
  }

  /**
   * Where one of many fails, each is tried alone: nobody's console is refused for another's fault. Not where the database could not be used: one
   * by one they would wait for it as long again each, and where the connection was lost, all may have been written and the answer alone be lost.
   */
  private async commit(batch: Waiting[]): Promise<void> {
    try {
      await transaction(this.db, async (trx) => {
        for (const { write } of batch) await write(trx);
      });
      for (const { done } of batch) done();
    } catch (error) {
      if (batch.length === 1 || isAway(error)) for (const { failed } of batch) failed(error);
      else for (const one of batch) await this.commit([one]);
    }
  }
}

function isAway(error: unknown): boolean {
  return (isPortalError(error) && error.code === 'unavailable') || isConnectionLost(error);
}
