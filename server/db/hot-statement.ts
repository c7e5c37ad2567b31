/**
 * Statements on the way of every console. Built and compiled once, they are executed with other values each time; and as they look at few
 * rows, which they find by a key, SQLite runs them on the event loop.
 */

import type { Compilable, CompiledQuery, Insertable, QueryResult } from 'kysely';
import { HotQuery } from './hot-query';
import type { Schema } from './schema';
import { isPostgres, type Executor } from './transaction';

type Values = Record<string, string | number | null>;
/** Stands for one of the values, by its name. */
export type HotValue<V extends Values> = <Name extends keyof V & string>(name: Name) => V[Name];

/** Stands for a value in what is built. */
class Slot {
  constructor(
    readonly name: string,
    readonly row = 0,
  ) {}
}

/** More rows than that are no work for the event loop. */
const MAX_HOT_ROWS = 200;
/** Rows a statement: a database takes so many values in one. */
const BATCH = 500;

/**
 * @param build called once for each kind of database; what it asks for has one row at most
 * @returns executes it
 */
export function hotStatement<V extends Values, Row>(
  build: (db: Executor, value: HotValue<V>) => Compilable<Row>,
): (db: Executor, values: V) => Promise<QueryResult<Row>> {
  const compiled: { postgres: CompiledQuery<Row> | null; sqlite: CompiledQuery<Row> | null } = { postgres: null, sqlite: null };
  return (db, values) => {
    const statement = (compiled[isPostgres(db) ? 'postgres' : 'sqlite'] ??= build(db, slot).compile());
    const parameters = statement.parameters.map((value) => (value instanceof Slot ? values[value.name] : value));
    return execute(db, new HotQuery<Row>(statement, parameters));
  };
}

/** What writes rows of these columns: few at a time in statements of few different lengths, which are compiled once each. */
export function hotInsert<Table extends keyof Schema>(
  table: Table,
  columns: readonly (keyof Schema[Table] & string)[],
): (db: Executor, rows: readonly Insertable<Schema[Table]>[]) => Promise<void> {
  const compiled = new Map<string, CompiledQuery>();
  const insertion = (db: Executor, length: number): CompiledQuery => {
    const key = `${isPostgres(db)} ${length}`;
    const known = compiled.get(key);
    if (known) return known;
    const slots = Array.from({ length }, (_, row) => Object.fromEntries(columns.map((column) => [column, new Slot(column, row)])));
    const made = db
      .insertInto(table)
      .values(slots as never)
      .compile();
    compiled.set(key, made);
    return made;
  };
  return async (db, rows) => {
    const hot = rows.length <= MAX_HOT_ROWS;
    for (let from = 0; from < rows.length;) {
      const most = Math.min(rows.length - from, BATCH);
      const length = hot ? 2 ** Math.floor(Math.log2(most)) : most;
      const piece = rows.slice(from, from + length) as Record<string, unknown>[];
      if (hot) {
        const statement = insertion(db, length);
        const parameters = statement.parameters.map((slot) => piece[(slot as Slot).row]![(slot as Slot).name]);
        await execute(db, new HotQuery(statement, parameters));
      } else
        await db
          .insertInto(table)
          .values(piece as never)
          .execute();
      from += length;
    }
  };
}

/** As Kysely does, which asks its plugins besides: there are none. */
function execute<Row>(db: Executor, query: HotQuery<Row>): Promise<QueryResult<Row>> {
  return db.getExecutor().provideConnection((connection) => connection.executeQuery<Row>(query));
}

function slot(name: string): never {
  return new Slot(name) as never;
}
