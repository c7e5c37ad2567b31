/** A second process on a database, for tests/unit/db: told by messages what to do. */

import { openDatabase } from '../../server/db/database';
import { transaction } from '../../server/db/transaction';
import { pino } from 'pino';
import { testSecret } from './databases';

export interface Order {
  settings: { dataDir: string; databaseUrl: string | null };
  /** Writes so many rows with this subject, a transaction each; or holds the lock until told to let go. */
  act: { write: number; subject: string } | 'hold';
}

let release: () => void = () => undefined;

async function obey({ settings, act }: Order): Promise<void> {
  const db = await openDatabase({ ...settings, secret: testSecret, log: pino({ level: 'silent' }) });
  if (act === 'hold') {
    await transaction(db, async () => {
      process.send?.('held');
      await new Promise<void>((resolve) => (release = resolve));
    });
  } else {
    for (let count = 0; count < act.write; count++) {
      await transaction(db, async (trx) => {
        await trx.selectFrom('changes').select('id').limit(1).execute();
        await trx.insertInto('changes').values({ at: 1, kind: 'user', subject: act.subject, reason: 'test' }).execute();
      });
    }
  }
  await db.destroy();
  process.send?.('done');
}

process.on('message', (message) => {
  if (message === 'release') release();
  else void obey(message as Order).then(() => process.disconnect());
});
