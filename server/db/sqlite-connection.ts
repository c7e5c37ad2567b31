/** One connection to an SQLite file, through libsql's promises. */

import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type Libsql from 'libsql/promise';

/** What of libsql is used: its own types say `any`. */
interface Statement {
  all(parameters: unknown[]): Promise<unknown[]>;
}

const COUNTED = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']);

/** How long a transaction waits for those of other processes. */
export const LOCK_WAIT_MS = 5000;
/**
 * Of that, how long SQLite may wait at a time. It looks again after longer and longer pauses, in the end ten times a second, and knows no
 * queue: another process that writes one transaction after the other leaves the lock for less than a millisecond, which such a waiter
 * misses for seconds. Asked anew, it begins with short pauses.
 */
export const BUSY_TIMEOUT_MS = 60;
/** Between two such times, at most: each its own, so that no two processes keep step. */
const BEGIN_PAUSE_MS = 5;

class LockedError extends Error {
  readonly code = 'SQLITE_BUSY';

  constructor(cause: unknown) {
    super('the database is locked', { cause });
  }
}

export class SqliteConnection implements DatabaseConnection {
  /**
   * The one statement that waits for another process' transaction. SQLite takes one that waited in vain for one still under way, and then
   * refuses every COMMIT, until it is run again or collected as garbage: so it is always the same.
   */
  private beginning: Promise<Statement> | null = null;

  constructor(private readonly database: Libsql) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!COUNTED.has(query.query.kind)) return { rows: (await this.run(query.sql, query.parameters)) as R[] };
    return this.inTransaction ? this.write(query) : this.alone(() => this.write(query));
  }

  get inTransaction(): boolean {
    return (this.database as { inTransaction?: boolean }).inTransaction === true;
  }

  /** IMMEDIATE: one that began by reading could not wait for the lock when it comes to write, and would fail. */
  async begin(): Promise<void> {
    this.beginning ??= this.prepare('begin immediate');
    const statement = await this.beginning;
    const until = performance.now() + LOCK_WAIT_MS;
    for (;;) {
      try {
        await statement.all([]);
        return;
      } catch (error) {
        // It did nothing, so it may be tried again, unlike a statement that changes something. And whatever libsql says that went wrong (see
        // isUntold), it is the lock: it may have failed without waiting.
        if (performance.now() >= until) throw new LockedError(error);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * BEGIN_PAUSE_MS));
      }
    }
  }

  async commit(): Promise<void> {
    await this.run('commit', []);
  }

  async rollback(): Promise<void> {
    // A failed commit or a full disk has rolled back already; a second rollback would hide the first error.
    if (this.inTransaction) await this.run('rollback', []);
  }

  /** A write by itself: only its BEGIN waits for others. */
  private async alone<T>(write: () => Promise<T>): Promise<T> {
    await this.begin();
    try {
      const result = await write();
      await this.commit();
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  private async write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const rows = (await this.run(query.sql, query.parameters)) as R[];
    const [counted] = (await this.run('select changes() as changes', [])) as { changes: number }[];
    return { rows, numAffectedRows: BigInt(counted?.changes ?? 0) };
  }

  /**
   * `all` for every statement, with rows or without: of libsql 0.5's calls it is the one that waits for locks, disk and the first row
   * on another thread. `run` and `get` do so on the event loop (busy_timeout and all), and `exec` in part.
   */
  async run(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const values = parameters.map(bindable);
    return (await this.prepare(sql)).all(values);
  }

  private async prepare(sql: string): Promise<Statement> {
    return (await this.database.prepare(sql)) as Statement;
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed: read them a page at a time');
  }
}

/**
 * libsql 0.5 aborts the whole process over a boolean.
 * @throws TypeError for what is not stored as it is
 */
function bindable(value: unknown): string | number | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`a value of type ${typeof value} cannot be stored`);
}
