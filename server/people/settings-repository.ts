import type { Locale } from '../contract/locale';
import type { Database } from '../db/database';
import { isForeignKeyViolation } from '../db/failures';
import { isPostgres, transaction, type Executor } from '../db/transaction';

/** The host id of what a person chose for all hosts. */
const ALL_HOSTS = '';

/** What is stored is JSON text, and whatever it says: its readers make settings of it. */
export class SettingsRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (settings: SettingsRepository) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new SettingsRepository(trx)));
  }

  /** @returns null where nothing was ever chosen */
  async find(userId: string, hostId = ALL_HOSTS): Promise<string | null> {
    const query = this.db.selectFrom('settings').select('data').where('user_id', '=', userId);
    return (await query.where('host_id', '=', hostId).executeTakeFirst())?.data ?? null;
  }

  /**
   * Nobody else changes them until the transaction is over: the row is made where there is none, so that there is one to lock.
   * @returns null when the host is not there
   */
  async findForUpdate(userId: string, hostId = ALL_HOSTS): Promise<string | null> {
    try {
      await this.db
        .insertInto('settings')
        .values({ user_id: userId, host_id: hostId, data: '{}', updated_at: 0 })
        .onConflict((conflict) => conflict.columns(['user_id', 'host_id']).doNothing())
        .execute();
    } catch (error) {
      if (isForeignKeyViolation(error)) return null;
      throw error;
    }
    const query = this.db.selectFrom('settings').select('data').where('user_id', '=', userId).where('host_id', '=', hostId);
    return (await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).executeTakeFirstOrThrow()).data;
  }

  /** Of a row that was found for update. */
  async replace(userId: string, hostId = ALL_HOSTS, data: string, updatedAt: number): Promise<void> {
    const query = this.db.updateTable('settings').set({ data, updated_at: updatedAt }).where('user_id', '=', userId);
    await query.where('host_id', '=', hostId).execute();
  }

  /** Where every request reads it, with the rest of the person. */
  async setLocale(userId: string, locale: Locale | null): Promise<void> {
    await this.db.updateTable('users').set({ locale }).where('id', '=', userId).execute();
  }
}
