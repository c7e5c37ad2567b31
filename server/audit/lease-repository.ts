import type { Database } from '../db/database';

/** For what only one of several portals on a database does at a time. Their clocks must not be apart by more than a lease's half. */
export class LeaseRepository {
  constructor(
    private readonly db: Database,
    private readonly holder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes it, or holds on to it. @returns whether it is ours for so long now, ms */
  async hold(name: string, ms: number): Promise<boolean> {
    const { holder } = this;
    const now = this.now();
    const lease = { holder, until: now + ms };
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('leases')
      .values({ name, ...lease })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(lease)
          .where((row) => row.or([row('leases.holder', '=', holder), row('leases.until', '<', now)])),
      )
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async release(name: string): Promise<void> {
    await this.db.deleteFrom('leases').where('name', '=', name).where('holder', '=', this.holder).execute();
  }
}
