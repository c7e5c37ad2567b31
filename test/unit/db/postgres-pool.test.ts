import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ping, type Database } from '../../../server/db/database';
import { transaction } from '../../../server/db/transaction';
import { databases, type TestDatabase } from '../../support/databases';

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await databases.find(({ name }) => name === 'PostgreSQL')!.create();
  db = await test.open();
});
afterAll(() => test.remove());

it('a connection that is lost between two queries of a transaction fails the transaction, and nothing else', async () => {
  const other = await test.open();
  const lost = transaction(db, async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(other);
    // Nobody waits for an answer while the connection ends.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await sql`select 1`.execute(trx);
  });
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
  await ping(db);
});
