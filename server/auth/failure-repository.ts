/** Wrong guesses, counted for all processes of the portal: each step is one statement, so that of many at once none is lost. */

import { sql } from 'kysely';
import type { Database } from '../db/database';

export interface Failures {
  count: number;
  /** Of the last of them, ms since 1970 UTC. */
  at: number;
  /** Whether a refusal has been recorded since. */
  told: boolean;
}

export class FailureRepository {
  constructor(private readonly db: Database) {}

  /** Keys without any are missing. */
  async read(keys: readonly string[]): Promise<Map<string, Failures>> {
    const rows = await this.db.selectFrom('failures').selectAll().where('key', 'in', keys).execute();
    return new Map(rows.map(({ key, count, at, told }) => [key, { count, at, told: told !== 0 }]));
  }

  /**
   * Counts one, unless something has been counted since it was read.
   * @param seen what was read; null for nothing
   * @returns whether it is counted
   */
  async charge(key: string, seen: Failures | null, next: Pick<Failures, 'count' | 'at'>): Promise<boolean> {
    if (seen) {
      const query = this.db.updateTable('failures').set({ ...next, told: 0 });
      const same = query.where('key', '=', key).where('count', '=', seen.count).where('at', '=', seen.at);
      return (await same.executeTakeFirst()).numUpdatedRows > 0n;
    }
    const query = this.db.insertInto('failures').values({ key, ...next, told: 0 });
    const done = await query.onConflict((conflict) => conflict.column('key').doNothing()).executeTakeFirst();
    return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Counts one more, whatever others do meanwhile. @param forgotten what was counted until then no longer is */
  async add(key: string, at: number, forgotten: number): Promise<void> {
    await this.db
      .insertInto('failures')
      .values({ key, count: 1, at, told: 0 })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          count: sql<number>`case when failures.at <= ${forgotten} then 1 else failures.count + 1 end`,
          at,
          told: 0,
        }),
      )
      .execute();
  }

  /** As if what was charged had not been. @param before null: there was nothing */
  async giveBack(key: string, charged: Pick<Failures, 'count' | 'at'>, before: Failures | null): Promise<void> {
    const restored = await this.restore(key, charged, before);
    // Somebody was wrong since: that one stays, with its time.
    if (restored) return;
    const query = this.db.updateTable('failures').set({ count: sql<number>`count - 1` });
    await query.where('key', '=', key).where('count', '>', 0).execute();
  }

  private async restore(key: string, charged: Pick<Failures, 'count' | 'at'>, before: Failures | null): Promise<boolean> {
    if (before === null) {
      const query = this.db.deleteFrom('failures').where('key', '=', key);
      return (await query.where('count', '=', charged.count).where('at', '=', charged.at).executeTakeFirst()).numDeletedRows > 0n;
    }
    const { count, at, told } = before;
    const query = this.db.updateTable('failures').set({ count, at, told: told ? 1 : 0 });
    const same = query.where('key', '=', key).where('count', '=', charged.count).where('at', '=', charged.at);
    return (await same.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async clear(key: string): Promise<void> {
    await this.db.deleteFrom('failures').where('key', '=', key).execute();
  }

  /** @returns whether one of them was not told before */
  async tell(keys: readonly string[]): Promise<boolean> {
    const query = this.db.updateTable('failures').set({ told: 1 }).where('key', 'in', keys).where('told', '=', 0);
    return (await query.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /**
   * Forgets what is `old`, and of the rest all but `most`: those with the fewest failures first, of these the longest untouched. What may be
   * in a wait (`waiting.count` failures, the last of them after `waiting.since`) is never forgotten.
   * @returns how many are left
   */
  async prune({ old, most, waiting }: { old: number; most: number; waiting: { count: number; since: number } }): Promise<number> {
    await this.db.deleteFrom('failures').where('at', '<=', old).execute();
    const counted = this.db.selectFrom('failures').select(({ fn }) => fn.countAll<number>().as('count'));
    const { count } = await counted.executeTakeFirstOrThrow();
    if (count <= most) return count;
    const forgotten = this.db
      .selectFrom('failures')
      .select('key')
      .where((where) => where.or([where('count', '<', waiting.count), where('at', '<=', waiting.since)]))
      .orderBy('count')
      .orderBy('at')
      .limit(count - most);
    const { numDeletedRows } = await this.db.deleteFrom('failures').where('key', 'in', forgotten).executeTakeFirst();
    return count - Number(numDeletedRows);
  }
}
