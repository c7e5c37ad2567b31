import type { Passkey } from '../contract/factors';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import type { PasskeyTable } from '../db/schema';
import { transaction, type Executor } from '../db/transaction';

/** With what its answers are checked by. */
export interface StoredPasskey extends Passkey {
  userId: string;
  /** base64url, as is the key. */
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string[];
}
export type NewPasskey = Omit<StoredPasskey, 'id' | 'lastUsedAt'>;

export class PasskeyRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (passkeys: PasskeyRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new PasskeyRepository(trx), trx));
  }

  in(trx: Executor): PasskeyRepository {
    return new PasskeyRepository(trx);
  }

  /** The oldest first. */
  async list(userId: string): Promise<StoredPasskey[]> {
    const query = this.db.selectFrom('passkeys').selectAll().where('user_id', '=', userId);
    return (await query.orderBy('created_at').orderBy('id').execute()).map(fromTable);
  }

  async findByCredential(credentialId: string): Promise<StoredPasskey | null> {
    const row = await this.db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  /** @returns null when it is registered already, be it by somebody else */
  async insert(passkey: NewPasskey): Promise<string | null> {
    const id = newId();
    const { userId, credentialId, publicKey, counter, transports, name, backedUp, createdAt } = passkey;
    const row = await this.db
      .insertInto('passkeys')
      .values({
        ...{ id, user_id: userId, credential_id: credentialId, public_key: publicKey, counter, name },
        ...{ transports: JSON.stringify(transports), backed_up: backedUp ? 1 : 0, created_at: createdAt, last_used_at: null },
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id ?? null;
  }

  /** @returns false when its counter has not grown, though it counts: of two answers at once, one */
  async used(id: string, { counter, backedUp, at }: { counter: number; backedUp: boolean; at: number }): Promise<boolean> {
    const done = await this.db
      .updateTable('passkeys')
      .set({ counter, backed_up: backedUp ? 1 : 0, last_used_at: at })
      .where('id', '=', id)
      // Many do not count, and say 0 for ever.
      .where('counter', counter === 0 ? '=' : '<', counter)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  /** @returns false when the user has no such passkey */
  async rename(userId: string, id: string, name: string): Promise<boolean> {
    const query = this.db.updateTable('passkeys').set({ name }).where('user_id', '=', userId).where('id', '=', id);
    return (await query.executeTakeFirst()).numUpdatedRows > 0n;
  }

  /** @returns the names of those that were there */
  async remove(userId: string, id?: string): Promise<string[]> {
    let query = this.db.deleteFrom('passkeys').where('user_id', '=', userId);
    if (id !== undefined) query = query.where('id', '=', id);
    return (await query.returning('name').execute()).map(({ name }) => name);
  }

  /** Notes that a challenge has been answered. @returns false when it was before */
  async useCeremony(
    ceremony: { id: string; userId: string; purpose: string; challenge: string; expiresAt: number },
    now: number,
  ): Promise<boolean> {
    await this.db.deleteFrom('ceremonies').where('expires_at', '<=', now).execute();
    const { id, userId, purpose, challenge, expiresAt } = ceremony;
    const row = await this.db
      .insertInto('ceremonies')
      .values({ id, user_id: userId, purpose, challenge, expires_at: expiresAt })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }
}

function fromTable(row: PasskeyTable): StoredPasskey {
  return {
    ...{ id: row.id, userId: row.user_id, credentialId: row.credential_id, publicKey: row.public_key, counter: row.counter },
    transports: JSON.parse(row.transports) as string[],
    ...{ name: row.name, backedUp: row.backed_up !== 0, createdAt: row.created_at, lastUsedAt: row.last_used_at },
  };
}
