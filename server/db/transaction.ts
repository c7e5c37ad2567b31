/** Transactions, and what serialises them where one row is not enough to lock. */

import { PostgresAdapter, sql, type Kysely } from 'kysely';
import type { Schema } from './schema';
import { insideTransaction } from './sqlite-dialect';

/** A database, or a transaction on it: repositories take either. */
export type Executor = Kysely<Schema>;

export function isPostgres(db: Kysely<never> | Executor): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** All or nothing. What `work` does with the database must go through the executor that it is given. */
export function transaction<T>(db: Executor, work: (trx: Executor) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  return db.transaction().execute((trx) =>
    insideTransaction.run(true, async () => {
      const last: LastAct[] = [];
      lastActs.set(trx, last);
      const result = await work(trx);
      for (const act of last) await act();
      return result;
    }),
  );
}

type LastAct = () => Promise<void>;
const lastActs = new WeakMap<Executor, LastAct[]>();

/**
 * For what others wait for until the commit: the less of the transaction comes after it, the shorter. A failure takes the transaction back.
 * @param trx of {@link transaction}
 */
export function beforeCommit(trx: Executor, act: LastAct): void {
  const last = lastActs.get(trx);
  if (!last) throw new Error('what is left for the end of a transaction needs one');
  last.push(act);
}

/** Numbers of PostgreSQL's advisory locks, in a range of our own. */
const locks = { people: 7_613_001, places: 7_613_002, nodes: 7_613_003 } as const;

/**
 * Lets one transaction at a time through, over all processes, until it ends: for rules about several rows, such as "one admin stays".
 * SQLite's transactions are alone anyway.
 */
export async function serialise(trx: Executor, subject: keyof typeof locks): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${sql.lit(locks[subject])})`.execute(trx);
}
