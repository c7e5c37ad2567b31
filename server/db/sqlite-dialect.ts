/** Kysely on libsql: one connection to one file, exclusive to each query or transaction in turn. */

import { AsyncLocalStorage } from 'node:async_hooks';
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
} from 'kysely';
import type Libsql from 'libsql/promise';
import { Mutex } from './mutex';
import { BUSY_TIMEOUT_MS, LOCK_WAIT_MS, SqliteConnection } from './sqlite-connection';

const PRAGMAS = [
  // As long as the tables are made: Kysely does so in part outside of transactions, whose BEGIN alone is tried again.
  `busy_timeout = ${LOCK_WAIT_MS}`,
  'journal_mode = WAL',
  'foreign_keys = ON',
  // In WAL mode NORMAL could lose the last commits to a power cut: a revoked token would be good again.
  'synchronous = FULL',
];
/** Two processes that switch a new file to WAL at once: SQLite refuses one at once, without heeding busy_timeout. */
const OPEN_ATTEMPTS = 50;
const OPEN_PAUSE_MS = 100;

/** For a database whose tables are there: from now on it waits for locks where a transaction begins. */
export async function waitInTurn<T>(db: Kysely<T>): Promise<void> {
  await sql.raw(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`).execute(db);
}

/** Set while the code of a transaction runs; see {@link SqliteDriver.acquireConnection}. */
export const insideTransaction = new AsyncLocalStorage<true>();

export class SqliteDialect implements Dialect {
  constructor(private readonly path: string) {}

  createDriver(): SqliteDriver {
    return new SqliteDriver(this.path);
  }
  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }
  createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** SQLite's DDL is transactional, whatever Kysely says: a migration that another process began is waited for, and one that fails leaves nothing. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  private database: Libsql | null = null;
  private connection: SqliteConnection | null = null;
  private readonly mutex = new Mutex();

  constructor(private readonly path: string) {}

  async init(): Promise<void> {
    // Loaded only where it is used: a portal on PostgreSQL needs no binary of it.
    const { default: Database } = await import('libsql/promise');
    this.database = new Database(this.path, {});
    this.connection = new SqliteConnection(this.database);
    for (const pragma of PRAGMAS) await this.insist(`PRAGMA ${pragma}`);
  }

  private async insist(sql: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.connection!.run(sql, []);
        return;
      } catch (error) {
        if (attempt === OPEN_ATTEMPTS || (error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
        await new Promise((resolve) => setTimeout(resolve, OPEN_PAUSE_MS));
      }
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    // It would wait for the transaction, which waits for it.
    if (insideTransaction.getStore()) throw new Error('a query inside a transaction must go through that transaction');
    await this.mutex.take();
    try {
      return this.open;
    } catch (error) {
      this.mutex.give();
      throw error;
    }
  }

  private get open(): SqliteConnection {
    if (!this.connection) throw new Error('the database is closed');
    return this.connection;
  }

  // There is one connection, and whoever calls these has it.
  beginTransaction(): Promise<void> {
    return this.open.begin();
  }
  commitTransaction(): Promise<void> {
    return this.open.commit();
  }
  rollbackTransaction(): Promise<void> {
    return this.open.rollback();
  }

  releaseConnection(): Promise<void> {
    this.mutex.give();
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.mutex.take();
    this.connection = null;
    this.database?.close();
    this.mutex.give();
  }
}
