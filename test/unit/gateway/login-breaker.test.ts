import { expect, it } from 'vitest';
import type { NewChange } from '../../../server/db/changes';
import { LoginBreaker } from '../../../server/gateway/relay/login-breaker';

it('keeps everybody from a host that refused a login, twice as long each time, and not from others', () => {
  let now = 0;
  const breaker = new LoginBreaker({ now: () => now });
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(5_000);
  expect(breaker.blockedUntil('other')).toBeNull();
  now = 5_000;
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(15_000);
  for (let count = 0; count < 20; count++) breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(now + 600_000);
});

it('waits at least a minute for a server that says it had too many failures', () => {
  const breaker = new LoginBreaker({ now: () => 0 });
  breaker.refuse('h', true);
  expect(breaker.blockedUntil('h')).toBe(60_000);
});

it('forgets after a success or a change of the host', () => {
  const breaker = new LoginBreaker({ now: () => 0 });
  breaker.refuse('h', false);
  breaker.forget('h');
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(5_000);
});

it('lets two unfinished logins go by, and then waits', () => {
  const breaker = new LoginBreaker({ now: () => 0 });
  breaker.unfinished('h');
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBe(5_000);
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBe(10_000);
});

it('forgets when somebody has changed the host, without a word to the others, who see that too', () => {
  const { breakers, told } = processes();
  breakers[0]!.refuse('h', false);
  const before = told.length;
  breakers[0]!.apply({ kind: 'host', subject: 'h', reason: 'update' });
  expect(breakers[0]!.blockedUntil('h')).toBeNull();
  expect(told).toHaveLength(before);
});

/** Three processes: what one tells reaches all of them, itself too. */
function processes() {
  const told: NewChange[] = [];
  const breakers = ['a', 'b', 'c'].map((node) => {
    const tell = (change: NewChange) => {
      told.push(change);
      for (const breaker of breakers) breaker.apply(change);
    };
    return new LoginBreaker({ now: () => 0, others: { node, tell } });
  });
  return { breakers, told };
}

it('keeps people from a host at every process, once one has been refused, until a login at any of them', () => {
  const { breakers, told } = processes();
  const blocked = () => breakers.map((breaker) => breaker.blockedUntil('h'));
  breakers[0]!.refuse('h', false);
  expect(blocked()).toEqual([5_000, 5_000, 5_000]);
  breakers[1]!.refuse('h', false);
  expect(blocked()).toEqual([10_000, 10_000, 10_000]);
  breakers[2]!.refuse('h', true);
  expect(blocked()).toEqual([60_000, 60_000, 60_000]);
  breakers[1]!.forget('h');
  expect(blocked()).toEqual([null, null, null]);
  for (const breaker of breakers) breaker.forget('h');
  for (let count = 0; count < 3; count++) breakers[count]!.unfinished('h');
  expect(blocked()).toEqual([5_000, 5_000, 5_000]);
  expect(told).toHaveLength(7);
});
