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
export async function transaction<T>(db: Executor, work: (trx: Executor) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  const after: (() => void)[] = [];
  const result = await db.transaction().execute((trx) =>
    insideTransaction.run(true, async () => {
      const last: LastAct[] = [];
      lastActs.set(trx, last);
      actsAfter.set(trx, after);
      const result = await work(trx);
      for (const act of last) await act();
      return result;
    }),
  );
  for (const act of after) act();
  return result;
}

type LastAct = () => Promise<void>;
const lastActs = new WeakMap<Executor, LastAct[]>();
const actsAfter = new WeakMap<Executor, (() => void)[]>();

/**
 * For what others wait for until the commit: the less of the transaction comes after it, the shorter. A failure takes the transaction back.
 * @param trx of {@link transaction}
 */
export function beforeCommit(trx: Executor, act: LastAct): void {
  const last = lastActs.get(trx);
  if (!last) throw new Error('what is left for the end of a transaction needs one');
  last.push(act);
}

/**
 * For what must never say more than the database holds. Not run when the commit fails, or when nobody knows whether it did.
 * @param act must not throw
 * @param trx of {@link transaction}
 */
export function afterCommit(trx: Executor, act: () => void): void {
  const after = actsAfter.get(trx);
  if (!after) throw new Error('what follows the commit of a transaction needs one');
  after.push(act);
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
