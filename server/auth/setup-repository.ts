import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database';
import type { Executor } from '../db/transaction';

/** There is one row. */
const ONLY = 1;
const SALT_BYTES = 32;

export class SetupRepository {
  constructor(private readonly db: Database | Executor) {}

  /** Drawn by whoever asks first, and the same for everybody after. */
  async salt(): Promise<string> {
    const find = () => this.db.selectFrom('setup').select('salt').where('id', '=', ONLY).executeTakeFirst();
    const found = await find();
    if (found) return found.salt;
    const drawn = { id: ONLY, salt: randomBytes(SALT_BYTES).toString('base64url') };
    await this.db
      .insertInto('setup')
      .values(drawn)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    return (await find())?.salt ?? drawn.salt;
  }

  async forget(trx: Executor): Promise<void> {
    await trx.deleteFrom('setup').execute();
  }
}
