import type { Database } from '../db/database';
import { transaction, type Executor } from '../db/transaction';

/** One-time codes of people who have no password yet: one a user. */
export class InviteRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (invites: InviteRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new InviteRepository(trx), trx));
  }

  in(trx: Executor): InviteRepository {
    return new InviteRepository(trx);
  }

  /** In the place of an earlier one. */
  async put(userId: string, invite: { hash: string; createdAt: number; expiresAt: number }): Promise<void> {
    const row = { hash: invite.hash, created_at: invite.createdAt, expires_at: invite.expiresAt };
    await this.db
      .insertInto('invites')
      .values({ user_id: userId, ...row })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
      .execute();
  }

  /** Whether it is good, in the same time whoever the user is. */
  async holds(userId: string, hash: string, now: number): Promise<boolean> {
    const query = this.db.selectFrom('invites').select('user_id').where('user_id', '=', userId).where('hash', '=', hash);
    return (await query.where('expires_at', '>', now).executeTakeFirst()) !== undefined;
  }

  /** Uses it up. @returns false when it is not good any more: of two that use it at once, one does */
  async take(userId: string, hash: string, now: number): Promise<boolean> {
    const query = this.db.deleteFrom('invites').where('user_id', '=', userId).where('hash', '=', hash).where('expires_at', '>', now);
    return (await query.executeTakeFirst()).numDeletedRows > 0n;
  }

  /** @returns whether there was one */
  async remove(userId: string): Promise<boolean> {
    return (await this.db.deleteFrom('invites').where('user_id', '=', userId).executeTakeFirst()).numDeletedRows > 0n;
  }
}
