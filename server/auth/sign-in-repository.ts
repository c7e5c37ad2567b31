import type { Database } from '../db/database';
import { isPostgres, transaction, type Executor } from '../db/transaction';

export interface StoredSignIn {
  userId: string;
  /** JSON. */
  data: string;
}

/** Sign-ins that are under way. */
export class SignInRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (signIns: SignInRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new SignInRepository(trx), trx));
  }

  in(trx: Executor): SignInRepository {
    return new SignInRepository(trx);
  }

  /** Also removes those that took too long. */
  async insert(
    hash: string,
    { userId, data }: StoredSignIn,
    { createdAt, expiresAt }: { createdAt: number; expiresAt: number },
  ): Promise<void> {
    await this.db.deleteFrom('sign_ins').where('expires_at', '<=', createdAt).execute();
    await this.db.insertInto('sign_ins').values({ hash, user_id: userId, data, created_at: createdAt, expires_at: expiresAt }).execute();
  }

  async find(hash: string, now: number): Promise<StoredSignIn | null> {
    const query = this.db.selectFrom('sign_ins').select(['user_id', 'data']).where('hash', '=', hash).where('expires_at', '>', now);
    const row = await query.executeTakeFirst();
    return row ? { userId: row.user_id, data: row.data } : null;
  }

  /** @returns false when it is not there any more */
  async replace(hash: string, data: string): Promise<boolean> {
    const done = await this.db.updateTable('sign_ins').set({ data }).where('hash', '=', hash).executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  /** Nobody else takes it until the transaction is over. @returns false when it is not there any more */
  async hold(hash: string): Promise<boolean> {
    const query = this.db.selectFrom('sign_ins').select('hash').where('hash', '=', hash);
    return (await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).executeTakeFirst()) !== undefined;
  }

  /** @returns false when it was not there any more: of two that take it at once, one has it */
  async take(hash: string): Promise<boolean> {
    return (await this.db.deleteFrom('sign_ins').where('hash', '=', hash).executeTakeFirst()).numDeletedRows > 0n;
  }

  /** All of a user's but perhaps one. */
  async forget(userId: string, except = ''): Promise<void> {
    await this.db.deleteFrom('sign_ins').where('user_id', '=', userId).where('hash', '!=', except).execute();
  }
}
