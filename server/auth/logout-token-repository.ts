import type { Database } from '../db/database';
import type { Executor } from '../db/transaction';

/** Logout tokens that have been used: each counts once, over all processes. */
export class LogoutTokenRepository {
  constructor(private readonly db: Executor | Database) {}

  in(trx: Executor): LogoutTokenRepository {
    return new LogoutTokenRepository(trx);
  }

  /** @param expiresAt when it would be too old anyway @returns false when it was used before */
  async spend(hash: string, now: number, expiresAt: number): Promise<boolean> {
    await this.db.deleteFrom('logout_tokens').where('expires_at', '<=', now).execute();
    const query = this.db.insertInto('logout_tokens').values({ hash, expires_at: expiresAt });
    const done = await query.onConflict((conflict) => conflict.column('hash').doNothing()).executeTakeFirst();
    return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }
}
