/** One connection to an SQLite file, through libsql's promises. */

import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type Libsql from 'libsql/promise';

/** What of libsql is used: its own types say `any`. */
interface Statement {
  all(parameters: unknown[]): Promise<unknown[]>;
}

const COUNTED = new Set(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']);

export class SqliteConnection implements DatabaseConnection {
  constructor(private readonly database: Libsql) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const rows = (await this.run(query.sql, query.parameters)) as R[];
    if (!COUNTED.has(query.query.kind)) return { rows };
    const [counted] = (await this.run('select changes() as changes', [])) as { changes: number }[];
    return { rows, numAffectedRows: BigInt(counted?.changes ?? 0) };
  }

  /**
   * `all` for every statement, with rows or without: of libsql 0.5's calls it is the one that waits for locks, disk and the first row
   * on another thread. `run` and `get` do so on the event loop (busy_timeout and all), and `exec` in part.
   */
  async run(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const values = parameters.map(bindable);
    const statement = (await this.database.prepare(sql)) as Statement;
    return statement.all(values);
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
