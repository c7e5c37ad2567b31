import type { Database } from '../db/database';
import { transaction, type Executor } from '../db/transaction';

/** Accounts of other places, and the groups that those places say they have. */
export class ExternalAccountRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (accounts: ExternalAccountRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new ExternalAccountRepository(trx), trx));
  }

  /** @returns the id of the user that it is here */
  async userOf(issuer: string, subject: string): Promise<string | null> {
    const query = this.db.selectFrom('identities').select('user_id').where('issuer', '=', issuer).where('subject', '=', subject);
    return (await query.executeTakeFirst())?.user_id ?? null;
  }

  async insert({ issuer, subject, provider }: { issuer: string; subject: string; provider: string }, userId: string, at: number) {
    const values = { issuer, subject, provider, user_id: userId, created_at: at, last_used_at: at };
    await this.db.insertInto('identities').values(values).execute();
  }

  async used({ issuer, subject, provider }: { issuer: string; subject: string; provider: string }, at: number): Promise<void> {
    const query = this.db.updateTable('identities').set({ last_used_at: at, provider });
    await query.where('issuer', '=', issuer).where('subject', '=', subject).execute();
  }

  /** @param keys in small letters @returns whether they are others than before */
  async setGroups(userId: string, provider: string, keys: ReadonlySet<string>): Promise<boolean> {
    const rows = await this.db
      .selectFrom('claimed_groups')
      .select('key')
      .where('user_id', '=', userId)
      .where('provider', '=', provider)
      .execute();
    const before = new Set(rows.map(({ key }) => key));
    const added = [...keys].filter((key) => !before.has(key));
    const gone = [...before].filter((key) => !keys.has(key));
    const own = this.db.deleteFrom('claimed_groups').where('user_id', '=', userId).where('provider', '=', provider);
    if (gone.length > 0) await own.where('key', 'in', gone).execute();
    if (added.length > 0) {
      await this.db
        .insertInto('claimed_groups')
        .values(added.map((key) => ({ user_id: userId, provider, key })))
        .execute();
    }
    return added.length + gone.length > 0;
  }
}
