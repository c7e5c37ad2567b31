/**
 * How a revocation reaches the consoles that live by what was revoked, in this process and in every other (another node, the command
 * line), within a second: each change is a row, written in the transaction of what it tells of, and every process reads the new rows. It looks
 * for them several times a second, or, where the database tells that there are some (PostgreSQL), at once.
 */

import type { Logger } from '../log';
import { notify, type ChangeSignal } from './change-signal';
import type { Database } from './database';
import { isUnavailable } from './failures';
import { insideTransaction } from './sqlite-dialect';
import { isPostgres, type Executor } from './transaction';

/**
 * `user`, `login`, `token`, `host` and `session` end consoles. With `access`, the rights that consoles live by are read again: those of one
 * user, or with {@link EVERYBODY} of all. With `banner`, a banner is. `replaced`: a console's page has opened another one. `answer`: an attempt
 * has got the credentials that it waits for. `asked`: somebody would like to have the host of a console. `heard`: what an attempt's process has
 * heard of its page is to be written down. `breaker`: a host has refused the portal's login, or lets it in again.
 */
export type ChangeKind =
  'user' | 'login' | 'token' | 'host' | 'session' | 'access' | 'banner' | 'replaced' | 'answer' | 'asked' | 'heard' | 'breaker';
export { EVERYBODY } from '../access/everybody';

export interface Change {
  id: number;
  /** ms since 1970 UTC, by the clock of who made it. */
  at: number;
  kind: ChangeKind;
  /** Id of the user, login, token, host, console or attempt; of the host that a banner belongs to. */
  subject: string;
  reason: string;
}
export type NewChange = Pick<Change, 'kind' | 'subject' | 'reason'>;
type Listener = (change: Change) => void;

const POLL_MS = 400;
/** While the database tells of changes by itself. */
const SIGNALLED_POLL_MS = 2000;
const BATCH = 1000;
/** An id that was skipped belongs to a transaction that is not over yet or was rolled back: it is looked for this long. */
const GAP_MS = 60_000;
const MAX_GAPS = 1000;
const KEPT_MS = 24 * 60 * 60_000;
const PRUNE_EVERY_MS = 60 * 60_000;

interface Parts {
  db: Database;
  log: Logger;
  /** What tells of changes besides. */
  signal?: ChangeSignal | null;
  now?: () => number;
  /** ms that pass evenly, from any start. */
  ticks?: () => number;
  pollMs?: number;
  signalledPollMs?: number;
}

export class Changes {
  private readonly listeners = new Set<Listener>();
  private last = 0;
  /** Skipped id → when that was noticed, ms that pass evenly. PostgreSQL numbers rows as they are written but shows them as they are committed. */
  private readonly gaps = new Map<number, number>();
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private again = false;
  private failing = false;
  private stopped = true;
  private prunedAt = -Infinity;
  private pruning: Promise<void> | null = null;
  private readonly ticks: () => number;
  private readonly db: Database;
  private readonly log: Logger;
  private readonly now: () => number;
  private readonly pollMs: number;
  private readonly signalledPollMs: number;
  private readonly signal: ChangeSignal | null;

  constructor(parts: Parts) {
    this.db = parts.db;
    this.signal = parts.signal ?? null;
    this.log = parts.log;
    this.now = parts.now ?? Date.now;
    this.ticks = parts.ticks ?? (() => performance.now());
    this.pollMs = parts.pollMs ?? POLL_MS;
    this.signalledPollMs = parts.signalledPollMs ?? SIGNALLED_POLL_MS;
  }

  /** Writes a change in the transaction of what it tells of. Call {@link poke} once that is committed. */
  async record(trx: Executor, change: NewChange): Promise<void> {
    await this.recordAll(trx, [change]);
  }

  async recordAll(trx: Executor, changes: NewChange[]): Promise<void> {
    const at = this.now();
    for (let from = 0; from < changes.length; from += BATCH) {
      await trx
        .insertInto('changes')
        .values(changes.slice(from, from + BATCH).map(({ kind, subject, reason }) => ({ at, kind, subject, reason })))
        .execute();
    }
    if (changes.length > 0 && isPostgres(trx)) await notify(trx);
  }

  /** A change that stands alone. */
  async announce(change: NewChange): Promise<void> {
    await this.record(this.db, change);
    this.poke();
  }

  /** Reads the new rows now instead of at the next turn. */
  poke(): void {
    // Should the caller still be inside its transaction, the poll is not.
    if (!this.stopped) insideTransaction.exit(() => void this.poll());
  }

  /**
   * Reads and tells all that was changed before the call.
   * @throws while the database cannot be read
   */
  async catchUp(): Promise<void> {
    // A read that is under way may have begun before the last change.
    await insideTransaction.exit(() => this.polling);
    await insideTransaction.exit(() => this.poll());
    if (this.failing) throw new Error('changes cannot be read');
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** From here on every change is told. What happened before is not: nothing lives yet that it could concern. */
  async start(): Promise<void> {
    if (!this.stopped) return;
    const rows = await this.db.selectFrom('changes').select('id').orderBy('id', 'desc').limit(MAX_GAPS).execute();
    this.last = rows[0]?.id ?? 0;
    const least = rows.at(-1)?.id ?? 0;
    this.noteGaps(new Set(rows.map(({ id }) => id)), least);
    this.stopped = false;
    await this.prune();
    this.schedule();
    this.signal?.start(() => this.poke());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.signal?.stop();
    await this.polling;
    await this.pruning;
  }

  private schedule(): void {
    if (this.stopped) return;
    if (this.timer) clearTimeout(this.timer);
    const signalled = this.signal?.up && !this.failing;
    this.timer = setTimeout(() => void this.poll(), signalled ? this.signalledPollMs : this.pollMs);
    this.timer.unref();
  }

  /** Never fails. One at a time: a poke during a poll makes it read once more. */
  private poll(): Promise<void> {
    this.again = true;
    this.polling ??= this.readAll().finally(() => {
      this.polling = null;
      if (this.again && !this.stopped) void this.poll();
      else this.schedule();
    });
    return this.polling;
  }

  private async readAll(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        while ((await this.readBatch()) === BATCH);
      }
      if (this.failing) this.log.info('changes are read again');
      this.failing = false;
      // Beside the reading: it is a write, which may have to wait.
      if (this.ticks() - this.prunedAt > PRUNE_EVERY_MS) this.pruning = this.prune();
    } catch (error) {
      if (!this.failing) this.log.error({ err: error }, 'changes cannot be read: revocations do not reach open consoles until they can');
      this.failing = true;
      this.again = false;
    }
  }

  private async readBatch(): Promise<number> {
    const waited = [...this.gaps.keys()];
    const rows = await this.db
      .selectFrom('changes')
      .selectAll()
      .where((expression) =>
        expression.or([expression('id', '>', this.last), ...(waited.length > 0 ? [expression('id', 'in', waited)] : [])]),
      )
      .orderBy('id')
      .limit(BATCH)
      .execute();
    const before = this.last;
    for (const { id } of rows) this.gaps.delete(id);
    this.last = Math.max(before, rows.at(-1)?.id ?? 0);
    this.noteGaps(new Set(rows.map(({ id }) => id)), before + 1);
    for (const row of rows) this.tell(row as Change);
    return rows.length;
  }

  private noteGaps(seen: ReadonlySet<number>, from: number): void {
    const now = this.ticks();
    for (let id = Math.max(from, this.last - MAX_GAPS); id < this.last; id++) if (!seen.has(id)) this.gaps.set(id, now);
    for (const [id, at] of this.gaps) if (now - at > GAP_MS || this.gaps.size > MAX_GAPS) this.gaps.delete(id);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) {
      try {
        listener(change);
      } catch (error) {
        this.log.error({ err: error, kind: change.kind }, 'a listener failed over a change');
      }
    }
  }

  private async prune(): Promise<void> {
    this.prunedAt = this.ticks();
    try {
      await this.db
        .deleteFrom('changes')
        .where('at', '<', this.now() - KEPT_MS)
        .execute();
    } catch (error) {
      this.log.warn({ err: error, unavailable: isUnavailable(error) }, 'old changes could not be pruned');
    }
  }
}
