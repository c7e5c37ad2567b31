import { beforeEach, describe, expect, it } from 'vitest';
import { Throttle } from '../../../server/auth/throttle';
import { Clock, HOUR } from '../../support/services';

const SECOND = 1000;

describe('the throttle', () => {
  let clock: Clock;
  let throttle: Throttle;
  beforeEach(() => {
    clock = new Clock();
    throttle = new Throttle(clock.now);
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
      const wait = throttle.check('anna', '192.0.2.1');
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
    expect(throttle.check('anna', '203.0.113.7')).toBe(30 * SECOND);
    expect(throttle.check('berta', '192.0.2.1')).toBe(0);
  });

  it('holds an address back after twenty failures at any accounts', async () => {
    for (let index = 0; index < 20; index++) await fail(1, `user-${index}`);
    expect(throttle.check('somebody', '192.0.2.1')).toBe(30 * SECOND);
    expect(throttle.check('somebody', '192.0.2.2')).toBe(0);
  });

  it('forgets an account that signs in, but not its address', async () => {
    await fail(4, 'anna');
    expect(await right('anna', '192.0.2.1')).toEqual({ allowed: true, result: 'user' });
    await fail(4, 'anna');
    expect(throttle.check('anna', '192.0.2.1')).toBe(0);
    for (let index = 0; index < 12; index++) await fail(1, `user-${index}`);
    expect(throttle.check('anna', '192.0.2.1')).toBe(30 * SECOND);
  });

  it('forgets after an hour without a failure', async () => {
    await fail(9 - 4, 'anna');
    clock.pass(HOUR);
    await fail(4, 'anna');
    expect(throttle.check('anna', '192.0.2.1')).toBe(0);
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
    expect(throttle.check('anna', '192.0.2.1')).toBe(0);
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
    expect(throttle.check('x', other) > 0).toBe(same);
  });

  it('forgets the longest untouched of ten thousand, and none that was touched since', async () => {
    await fail(5, 'first', '192.0.2.1');
    clock.pass(31 * SECOND);
    for (let index = 0; index < 9_999; index++) await fail(1, `user-${index}`, `10.0.${index >> 8}.${index & 255}`);
    await fail(1, 'first', '192.0.2.1');
    await fail(1, 'one more', '10.99.0.1');
    expect(throttle.check('first', '198.51.100.1')).toBe(60 * SECOND);
  });
});
