import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FailureRepository } from '../../../server/auth/failure-repository';
import { Throttle } from '../../../server/auth/throttle';
import type { Database } from '../../../server/db/database';
import { databases, testSecret, type TestDatabase } from '../../support/databases';
import { Clock, HOUR, START } from '../../support/services';

const SECOND = 1000;

describe.each(databases)('the throttle on $name', ({ create }) => {
  let test: TestDatabase;
  let db: Database;
  /** Of another process. */
  let elsewhere: Database;
  let clock: Clock;
  let throttle: Throttle;
  const start = (database: Database) => new Throttle({ failures: new FailureRepository(database), secret: testSecret, now: clock.now });
  beforeAll(async () => {
    test = await create();
    [db, elsewhere] = [await test.open(), await test.open()];
  });
  afterAll(() => test.remove());
  beforeEach(async () => {
    await db.deleteFrom('failures').execute();
    clock = new Clock();
    throttle = start(db);
  });
  const wrong = (account: string, address: string) => throttle.attempt(account, address, () => Promise.resolve(null));
  const right = (account: string, address: string) => throttle.attempt(account, address, () => Promise.resolve('user'));
  async function fail(times: number, account: string, address = '192.0.2.1'): Promise<void> {
    for (let time = 0; time < times; time++) expect(await wrong(account, address)).toEqual({ allowed: true, result: null });
  }

  it('lets five failures of an account pass, then waits 30 s, doubling up to 15 min', async () => {
    await fail(5, 'anna');
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      const wait = await throttle.check('anna', '192.0.2.1');
      waits.push(wait / SECOND);
      clock.pass(wait - 1);
      expect((await wrong('anna', '192.0.2.1')).allowed).toBe(false);
      clock.pass(1);
      await fail(1, 'anna');
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('does not try what it refuses, and does not count it', async () => {
    await fail(5, 'anna');
    let tried = false;
    for (let round = 0; round < 10; round++) {
      const attempt = await throttle.attempt('anna', '192.0.2.1', () => {
        tried = true;
        return Promise.resolve('user');
      });
      expect(attempt).toMatchObject({ allowed: false, waitMs: 30 * SECOND });
    }
    expect(tried).toBe(false);
  });

  it('holds an account back from every address, and other accounts not', async () => {
    await fail(5, 'anna');
    expect(await throttle.check('anna', '203.0.113.7')).toBe(30 * SECOND);
    expect(await throttle.check('berta', '192.0.2.1')).toBe(0);
  });

  it('holds an address back after twenty failures at any accounts', async () => {
    for (let index = 0; index < 20; index++) await fail(1, `user-${index}`);
    expect(await throttle.check('somebody', '192.0.2.1')).toBe(30 * SECOND);
    expect(await throttle.check('somebody', '192.0.2.2')).toBe(0);
  });

  it('forgets an account that signs in, but not its address', async () => {
    await fail(4, 'anna');
    expect(await right('anna', '192.0.2.1')).toEqual({ allowed: true, result: 'user' });
    await fail(4, 'anna');
    expect(await throttle.check('anna', '192.0.2.1')).toBe(0);
    for (let index = 0; index < 12; index++) await fail(1, `user-${index}`);
    expect(await throttle.check('anna', '192.0.2.1')).toBe(30 * SECOND);
  });

  it('forgets after an hour without a failure', async () => {
    await fail(9 - 4, 'anna');
    clock.pass(HOUR);
    await fail(4, 'anna');
    expect(await throttle.check('anna', '192.0.2.1')).toBe(0);
  });

  it('tries no more than the free ones of a hundred at the same time', async () => {
    let tried = 0;
    const attempts = await Promise.all(
      Array.from({ length: 100 }, () =>
        throttle.attempt('anna', '192.0.2.1', async () => {
          tried++;
          await new Promise((resolve) => setTimeout(resolve, 2));
          return null;
        }),
      ),
    );
    expect(tried).toBe(5);
    expect(attempts.filter(({ allowed }) => !allowed)).toHaveLength(95);
  });

  it('holds nobody back when a hundred people sign in from one office at the same time', async () => {
    const attempts = await Promise.all(Array.from({ length: 100 }, (_, index) => right(`user-${index}`, '192.0.2.1')));
    expect(attempts.every(({ allowed }) => allowed)).toBe(true);
  });

  it('does not count an attempt that came to no answer', async () => {
    for (let round = 0; round < 10; round++) {
      await expect(throttle.attempt('anna', '192.0.2.1', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    }
    expect(await throttle.check('anna', '192.0.2.1')).toBe(0);
  });

  it('marks the first refusal after each failure', async () => {
    await fail(5, 'anna');
    const firsts: boolean[] = [];
    for (let round = 0; round < 3; round++) {
      const attempt = await wrong('anna', '192.0.2.1');
      if (!attempt.allowed) firsts.push(attempt.first);
    }
    clock.pass(30 * SECOND);
    await fail(1, 'anna');
    const attempt = await wrong('anna', '192.0.2.1');
    if (!attempt.allowed) firsts.push(attempt.first);
    expect(firsts).toEqual([true, false, false, true]);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::ffff', true],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '192.0.2.2', false],
    ['fe80::1%eth0', 'fe80::2%eth0', true],
  ])('takes %s and %s for the same network: %s', async (one, other, same) => {
    for (let index = 0; index < 20; index++) await fail(1, `user-${index}`, one);
    expect((await throttle.check('x', other)) > 0).toBe(same);
  });

  it('is one for all processes: what was wrong at one keeps the others from trying', async () => {
    const other = start(elsewhere);
    await fail(3, 'anna');
    for (let time = 0; time < 2; time++) await other.attempt('anna', '192.0.2.1', () => Promise.resolve(null));
    expect(await wrong('anna', '192.0.2.1')).toEqual({ allowed: false, waitMs: 30 * SECOND, first: true });
    expect(await other.attempt('anna', '192.0.2.1', () => Promise.resolve('user'))).toMatchObject({ allowed: false, first: false });
    clock.pass(30 * SECOND);
    expect(await other.attempt('anna', '192.0.2.1', () => Promise.resolve('user'))).toMatchObject({ allowed: true });
    expect(await right('anna', '192.0.2.1')).toMatchObject({ allowed: true });
  });

  it('tries no more than the free ones of a hundred that come to four processes at the same time', async () => {
    const throttles = [throttle, start(elsewhere), start(elsewhere), start(db)];
    let tried = 0;
    const attempts = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        throttles[index % 4]!.attempt('anna', '192.0.2.1', async () => {
          tried++;
          await new Promise((resolve) => setTimeout(resolve, 5));
          return null;
        }),
      ),
    );
    expect(tried).toBe(5);
    expect(attempts.filter(({ allowed }) => !allowed)).toHaveLength(95);
    expect(attempts.filter((attempt) => !attempt.allowed && attempt.first).length).toBeGreaterThan(0);
    expect(await throttle.check('anna', '192.0.2.1')).toBe(30 * SECOND);
  });

  it('leaves nothing of those who were right, and of a right one that clears nothing what was there before', async () => {
    await fail(2, 'anna');
    clock.pass(SECOND);
    await throttle.attempt(
      'anna',
      '192.0.2.1',
      () => Promise.resolve('user'),
      () => false,
    );
    await right('berta', '192.0.2.1');
    const rows = await db.selectFrom('failures').select(['count', 'at']).orderBy('count').execute();
    expect(rows).toEqual([
      { count: 2, at: START },
      { count: 2, at: START },
    ]);
  });

  it('keeps a failure that came in between, when a try is taken back', async () => {
    await fail(2, 'anna');
    await throttle.attempt(
      'anna',
      '192.0.2.1',
      async () => {
        clock.pass(SECOND);
        await start(elsewhere).attempt('anna', '192.0.2.2', () => Promise.resolve(null));
        return 'user';
      },
      () => false,
    );
    const row = await db.selectFrom('failures').select(['count', 'at']).orderBy('count', 'desc').executeTakeFirst();
    expect(row).toEqual({ count: 3, at: START + SECOND });
  });

  it('writes neither names nor addresses down: what is typed as a name is often a password', async () => {
    await fail(1, 'the-password', '192.0.2.77');
    const rows = await db.selectFrom('failures').selectAll().execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/the-password|192\.0\.2/);
  });

  it('forgets what is old, and the longest untouched of twenty thousand', async () => {
    const row = (index: number, at: number) => ({ key: `k${index}`, count: 1, at, told: 0 });
    const all = Array.from({ length: 20_100 }, (_, index) => row(index, START - (index < 5 ? 2 * HOUR : HOUR / 2) + index));
    for (let from = 0; from < all.length; from += 5000) {
      await db
        .insertInto('failures')
        .values(all.slice(from, from + 5000))
        .execute();
    }
    await new FailureRepository(db).prune(START - HOUR, 20_000);
    const { count, least } = await db
      .selectFrom('failures')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('least')])
      .executeTakeFirstOrThrow();
    expect([count, least]).toEqual([20_000, START - HOUR / 2 + 100]);
  });

  it('looks after that by itself, however many different names are tried', async () => {
    await db
      .insertInto('failures')
      .values({ key: 'old', count: 9, at: START - 2 * HOUR, told: 0 })
      .execute();
    for (let index = 0; index < 500; index++) await right(`user-${index % 3}`, '192.0.2.1');
    expect(await db.selectFrom('failures').selectAll().execute()).toEqual([]);
  });
});
