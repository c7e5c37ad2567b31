import type { Database } from '../db/database';
import { isPostgres, transaction, type Executor } from '../db/transaction';

export interface StoredTotp {
  /** Sealed. */
  secret: string;
  /** null until its first code was shown. */
  confirmedAt: number | null;
}
/** What an account can answer with. */
export interface FactorCounts {
  totp: boolean;
  passkeys: number;
  /** Recovery codes that are not used yet. */
  recoveryCodes: number;
}

/** Whether there is a second factor. Recovery codes alone are none: they stand in for one that was lost. */
export const hasFactor = ({ totp, passkeys }: FactorCounts): boolean => totp || passkeys > 0;

/** TOTP secrets and recovery codes. */
export class FactorRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (factors: FactorRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new FactorRepository(trx), trx));
  }

  in(trx: Executor): FactorRepository {
    return new FactorRepository(trx);
  }

  /** From here to the end of the transaction nobody else adds or removes a factor of this user. */
  async alone(userId: string): Promise<void> {
    const query = this.db.selectFrom('users').select('id').where('id', '=', userId);
    await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).execute();
  }

  async counts(userId: string): Promise<FactorCounts> {
    const row = await this.db
      .selectNoFrom((expression) => [
        expression
          .selectFrom('totp')
          .select(expression.fn.countAll<number>().as('count'))
          .where('user_id', '=', userId)
          .where('confirmed_at', 'is not', null)
          .as('totp'),
        expression.selectFrom('passkeys').select(expression.fn.countAll<number>().as('count')).where('user_id', '=', userId).as('passkeys'),
        expression
          .selectFrom('recovery_codes')
          .select(expression.fn.countAll<number>().as('count'))
          .where('user_id', '=', userId)
          .where('used_at', 'is', null)
          .as('codes'),
      ])
      .executeTakeFirstOrThrow();
    return { totp: Number(row.totp) > 0, passkeys: Number(row.passkeys), recoveryCodes: Number(row.codes) };
  }

  async totp(userId: string): Promise<StoredTotp | null> {
    const row = await this.db.selectFrom('totp').select(['secret', 'confirmed_at']).where('user_id', '=', userId).executeTakeFirst();
    return row ? { secret: row.secret, confirmedAt: row.confirmed_at } : null;
  }

  /** In the place of one that was not confirmed. @returns false where there is one that is */
  async drawTotp(userId: string, secret: string, createdAt: number): Promise<boolean> {
    const row = await this.db
      .insertInto('totp')
      .values({ user_id: userId, secret, created_at: createdAt, confirmed_at: null })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet({ secret, created_at: createdAt, last_step: 0 }).where('totp.confirmed_at', 'is', null),
      )
      .returning('user_id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** @returns false when it was confirmed or drawn anew meanwhile */
  async confirmTotp(userId: string, { secret, at, step }: { secret: string; at: number; step: number }): Promise<boolean> {
    const done = await this.db
      .updateTable('totp')
      .set({ confirmed_at: at, last_step: step })
      .where('user_id', '=', userId)
      .where('secret', '=', secret)
      .where('confirmed_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  /** RFC 6238, 5.2. @returns false when a code of this step or a later one has counted already */
  async useStep(userId: string, step: number): Promise<boolean> {
    const done = await this.db
      .updateTable('totp')
      .set({ last_step: step })
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .where('last_step', '<', step)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  async removeTotp(userId: string): Promise<boolean> {
    const done = await this.db.deleteFrom('totp').where('user_id', '=', userId).executeTakeFirst();
    return done.numDeletedRows > 0n;
  }

  /** In the place of all that there were. */
  async replaceRecoveryCodes(userId: string, hashes: string[]): Promise<void> {
    await this.removeRecoveryCodes(userId);
    await this.db
      .insertInto('recovery_codes')
      .values(hashes.map((hash) => ({ user_id: userId, hash, used_at: null })))
      .execute();
  }

  /** @returns false when there is no such code, or it was used */
  async useRecoveryCode(userId: string, hash: string, at: number): Promise<boolean> {
    const done = await this.db
      .updateTable('recovery_codes')
      .set({ used_at: at })
      .where('user_id', '=', userId)
      .where('hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  async removeRecoveryCodes(userId: string): Promise<void> {
    await this.db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  }
}
