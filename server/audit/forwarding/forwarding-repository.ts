import type { Database } from '../../db/database';
import type { AuditForwardingTable } from '../../db/schema';

/** How far the audit has gone to each place. */
export class ForwardingRepository {
  constructor(private readonly db: Database) {}

  async of(destination: string): Promise<AuditForwardingTable> {
    const row = await this.db.selectFrom('audit_forwarding').selectAll().where('destination', '=', destination).executeTakeFirst();
    return row ?? { destination, seq: 0, forwarded_at: null, error: null, error_at: null };
  }

  /** Never back: another process may have been further. */
  async advance(destination: string, seq: number, at: number): Promise<void> {
    const arrived = { seq, forwarded_at: at, error: null, error_at: null };
    await this.db
      .insertInto('audit_forwarding')
      .values({ destination, ...arrived })
      .onConflict((conflict) => conflict.column('destination').doUpdateSet(arrived).where('audit_forwarding.seq', '<', seq))
      .execute();
  }

  async failed(destination: string, error: string, at: number): Promise<void> {
    await this.db
      .insertInto('audit_forwarding')
      .values({ destination, seq: 0, forwarded_at: null, error, error_at: at })
      .onConflict((conflict) => conflict.column('destination').doUpdateSet({ error, error_at: at }))
      .execute();
  }
}
