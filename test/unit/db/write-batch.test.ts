import { expect, it } from 'vitest';
import { PortalError } from '../../../server/contract/errors';
import type { Database } from '../../../server/db/database';
import { WriteBatch } from '../../../server/db/write-batch';

/** A database that cannot be used, as the portal sees it: what waits for it is told so after some seconds each time. */
function away() {
  const state = { transactions: 0 };
  const execute = () => {
    state.transactions += 1;
    return Promise.reject(new PortalError('unavailable'));
  };
  return { state, db: { isTransaction: false, transaction: () => ({ execute }) } as unknown as Database };
}

it('writes that wait together for a database that is away fail together, and do not wait for it one by one', async () => {
  const { state, db } = away();
  const writes = new WriteBatch(db);
  const settled = await Promise.allSettled(Array.from({ length: 50 }, () => writes.add(() => Promise.resolve())));
  expect(settled).toMatchObject(Array.from({ length: 50 }, () => ({ status: 'rejected', reason: { code: 'unavailable' } })));
  expect(state.transactions).toBe(1);
});
