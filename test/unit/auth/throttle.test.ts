import { sql } from 'kysely';
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
  /** ms, of a clock that nobody sets. */
  let elapsed: number;
  const start = (database: Database) =>
    new Throttle({ failures: new FailureRepository(database), secret: testSecret, now: clock.now, elapsed: () => elapsed });
  beforeAll(async () => {
    test = await create();
    [db, elsewhere] = [await test.open(), await test.open()];
  });
  afterAll(() => test.remove());
  beforeEach(async () => {
    await db.deleteFrom('failures').execute();
    clock = new Clock();
    elapsed = 0;
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
    await throttle.attempt('anna', '192.0.2.1', () => Promise.resolve('user'), { clears: () => false });
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
      { clears: () => false },
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

  describe('with a name that turns out to mean an account', () => {
    /** The name as typed, and the account that it means. */
    const guess = (typed: string, account: string, result: string | null) =>
      throttle.attempt(typed, '192.0.2.1', async (count) => {
        await count(account);
        return result;
      });

    it('counts every spelling of it together', async () => {
      for (const typed of ['anna', 'a.berg', 'berg', 'anna-berg', 'aberg'])
        expect(await guess(typed, 'anna', null)).toMatchObject({ allowed: true });
      expect(await guess('another', 'anna', 'user')).toEqual({ allowed: false, waitMs: 30 * SECOND, first: true });
      expect(await throttle.check('anna', '203.0.113.7')).toBe(30 * SECOND);
      expect(await throttle.check('another', '203.0.113.7')).toBe(0);
    });

    it('forgets only that account when it signs in, and nothing of others that were tried by the same name', async () => {
      await fail(4, 'anna', '192.0.2.2');
      for (let time = 0; time < 4; time++) await guess('anna', 'own-account', null);
      clock.pass(HOUR / 2);
      await fail(4, 'victim', '192.0.2.3');
      for (let time = 0; time < 20; time++) await guess('victim', 'own-account', 'user');
      expect(await wrong('victim', '192.0.2.4')).toEqual({ allowed: true, result: null });
      expect(await throttle.check('victim', '192.0.2.4')).toBe(30 * SECOND);
      expect(await throttle.check('own-account', '192.0.2.4')).toBe(0);
    });

    it('counts one try for a name that is the account’s own', async () => {
      for (let time = 0; time < 4; time++) await guess('anna', 'anna', null);
      expect(await throttle.check('anna', '192.0.2.1')).toBe(0);
    });
  });

  describe('with attempts that got no answer but count', () => {
    const unanswered = (account: string, address = '192.0.2.1') =>
      throttle.attempt(account, address, () => Promise.reject(new Error('down')), { counts: () => true });

    it('holds the account back, and the address only after a hundred', async () => {
      for (let time = 0; time < 5; time++) await expect(unanswered('anna')).rejects.toThrow('down');
      expect(await unanswered('anna')).toMatchObject({ allowed: false, waitMs: 30 * SECOND });
      for (let time = 0; time < 94; time++) await expect(unanswered(`user-${time}`)).rejects.toThrow('down');
      expect(await throttle.check('admin', '192.0.2.1')).toBe(0);
      await expect(unanswered('one-more')).rejects.toThrow('down');
      expect(await throttle.check('admin', '192.0.2.1')).toBe(30 * SECOND);
    });
  });

  it('has nobody wait for a clock that was set back', async () => {
    await fail(5, 'anna');
    clock.pass(-HOUR);
    expect(await throttle.check('anna', '192.0.2.1')).toBe(30 * SECOND);
    elapsed += 29 * SECOND;
    expect(await throttle.check('anna', '192.0.2.1')).toBe(SECOND);
    elapsed += SECOND;
    await fail(1, 'anna');
    expect(await throttle.check('anna', '192.0.2.1')).toBe(60 * SECOND);
    // At another process the clock is right, and the wait is as long.
    clock.pass(HOUR);
    expect(await start(elsewhere).check('anna', '192.0.2.1')).toBe(60 * SECOND);
  });

  /** Rows `from` to `to` in numbers, the later ones the younger. */
  const fill = (prefix: string, many: number, count: number, at: number) =>
    sql`insert into failures (key, count, at, told) with recursive n(i) as (select 1 union all select i + 1 from n where i < cast(${many} as integer))
      select cast(${prefix} as text) || i, cast(${count} as integer), cast(${at} as bigint) + i, 0 from n`.execute(db);
  const left = async (prefix: string) =>
    (
      await db
        .selectFrom('failures')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('key', 'like', `${prefix}%`)
        .executeTakeFirstOrThrow()
    ).count;

  it('forgets what is old, and when it is full whoever is in no wait: the fewest failures first, then the longest untouched', async () => {
    const MINUTE = 60 * SECOND;
    await fill('old', 5, 30, START - 2 * HOUR);
    await fill('waiting', 1000, 5, START - 14 * MINUTE);
    await fill('waited', 1000, 9, START - 20 * MINUTE);
    await fill('single', 20_000, 1, START - MINUTE);
    const limits = { old: START - HOUR, most: 20_000, waiting: { count: 5, since: START - 15 * MINUTE } };
    expect(await new FailureRepository(db).prune(limits)).toBe(20_000);
    expect(await Promise.all(['old', 'waiting', 'waited', 'single'].map(left))).toEqual([0, 1000, 1000, 18_000]);
    expect(
      (await db.selectFrom('failures').select('key').where('key', 'in', ['single2000', 'single2001']).execute()).map(({ key }) => key),
    ).toEqual(['single2001']);
    expect(await new FailureRepository(db).prune({ ...limits, most: 500 })).toBe(1000);
    expect(await left('waiting')).toBe(1000);
  });

  it('looks after that by itself, forgets nobody who has to wait, and then tries no name that it cannot count', async () => {
    await fill('old', 1, 9, START - 2 * HOUR);
    await fill('waiting', 50_001, 5, START - SECOND);
    await fail(5, 'anna', '192.0.2.2');
    for (let index = 0; index < 94; index++) await right('berta', '192.0.2.1');
    expect(await left('old')).toBe(1);
    await expect(right('stranger', '192.0.2.3')).rejects.toMatchObject({ code: 'busy' });
    expect(await Promise.all(['old', 'waiting'].map(left))).toEqual([0, 50_001]);
    expect(await wrong('anna', '192.0.2.3')).toMatchObject({ allowed: false });
    clock.pass(HOUR);
    for (let index = 0; index < 10; index++) await right('stranger', '192.0.2.3').catch(() => undefined);
    expect(await right('stranger', '192.0.2.3')).toMatchObject({ allowed: true });
  });
});
