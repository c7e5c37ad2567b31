import { expect, it } from 'vitest';
import type { NewChange } from '../../../server/db/changes';
import { LoginBreaker } from '../../../server/gateway/relay/login-breaker';

/** A breaker whose clocks stand still until the test moves them. */
function breakerAt(clock: { ms: number }, others?: { node: string; tell: (change: NewChange) => void }): LoginBreaker {
  const now = () => clock.ms;
  return new LoginBreaker({ now, wallClock: now, ...(others ? { others } : {}) });
}

const untilFor = (breaker: LoginBreaker, userId: string, hostId = 'h') => breaker.blocked(hostId, userId)?.until ?? null;

it('keeps everybody from a host that refused its stored credentials, twice as long each time, and not from others', () => {
  const clock = { ms: 0 };
  const breaker = breakerAt(clock);
  expect(untilFor(breaker, 'anna')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blocked('h', 'anna')).toEqual({ until: 5_000, reason: 'refused' });
  expect(breaker.blocked('h', null)).toEqual({ until: 5_000, reason: 'refused' });
  expect(untilFor(breaker, 'anna', 'other')).toBeNull();
  clock.ms = 5_000;
  expect(untilFor(breaker, 'anna')).toBeNull();
  breaker.refuse('h', false);
  expect(untilFor(breaker, 'anna')).toBe(15_000);
  for (let count = 0; count < 20; count++) breaker.refuse('h', false);
  expect(untilFor(breaker, 'anna')).toBe(clock.ms + 600_000);
});

it('waits at least a minute for a server that says it had too many failures', () => {
  const breaker = breakerAt({ ms: 0 });
  breaker.refuse('h', true, 'anna');
  expect(untilFor(breaker, 'ben')).toBe(60_000);
});

it('forgets after a success or a change of the host', () => {
  const breaker = breakerAt({ ms: 0 });
  breaker.refuse('h', false);
  breaker.refuse('h', false, 'anna');
  breaker.forget('h', 'anna');
  expect(untilFor(breaker, 'anna')).toBeNull();
  breaker.refuse('h', false);
  expect(untilFor(breaker, 'anna')).toBe(5_000);
  for (let count = 0; count < 3; count++) breaker.unfinished('h', 'anna');
  breaker.apply({ kind: 'host', subject: 'h', reason: 'update' });
  expect(untilFor(breaker, 'anna')).toBeNull();
});

it('makes a person who leaves unfinished logins wait, from the third one on, and nobody else', () => {
  const breaker = breakerAt({ ms: 0 });
  breaker.unfinished('h', 'mallory');
  breaker.unfinished('h', 'mallory');
  expect(untilFor(breaker, 'mallory')).toBeNull();
  breaker.unfinished('h', 'mallory');
  expect(breaker.blocked('h', 'mallory')).toEqual({ until: 5_000, reason: 'unfinished' });
  for (let count = 0; count < 20; count++) breaker.unfinished('h', 'mallory');
  expect(untilFor(breaker, 'mallory')).toBe(600_000);
  expect([untilFor(breaker, 'anna'), breaker.blocked('h', null), untilFor(breaker, 'mallory', 'other')]).toEqual([null, null, null]);
});

it('makes a person who types wrong passwords wait longer each time, and everybody else no more than a moment', () => {
  const clock = { ms: 0 };
  const breaker = breakerAt(clock);
  const waits: (number | null)[][] = [];
  for (let count = 0; count < 5; count++) {
    breaker.refuse('h', false, 'mallory');
    waits.push([untilFor(breaker, 'mallory')! - clock.ms, untilFor(breaker, 'anna')! - clock.ms]);
    clock.ms = untilFor(breaker, 'mallory')!;
  }
  expect(waits).toEqual([5_000, 20_000, 80_000, 320_000, 600_000].map((own) => [own, 5_000]));
});

it("does not let another person's success end the wait of somebody who types wrong passwords", () => {
  const breaker = breakerAt({ ms: 0 });
  breaker.refuse('h', false, 'mallory');
  breaker.refuse('h', false, 'mallory');
  breaker.forget('h', 'anna');
  expect([untilFor(breaker, 'mallory'), untilFor(breaker, 'anna')]).toEqual([20_000, null]);
});

it('forgets those whose wait is over before those who wait, when it is full', () => {
  const clock = { ms: 0 };
  const breaker = breakerAt(clock);
  breaker.refuse('h', false, 'mallory');
  breaker.refuse('h', false, 'mallory');
  for (let count = 0; count < 20_001; count++) breaker.unfinished('h', `user-${count}`);
  expect(untilFor(breaker, 'mallory')).toBe(20_000);
});

it('waits by a clock that no step of the wall clock moves, and tells the time of the wall clock', () => {
  let ms = 0;
  let wall = 1_000_000;
  const breaker = new LoginBreaker({ now: () => ms, wallClock: () => wall });
  breaker.refuse('h', false);
  wall -= 3_600_000;
  expect(untilFor(breaker, 'anna')).toBe(wall + 5_000);
  ms = 5_000;
  expect(untilFor(breaker, 'anna')).toBeNull();
});

it('forgets when somebody has changed the host, without a word to the others, who see that too', () => {
  const { breakers, told } = processes();
  breakers[0]!.refuse('h', false);
  const before = told.length;
  breakers[0]!.apply({ kind: 'host', subject: 'h', reason: 'update' });
  expect(untilFor(breakers[0]!, 'anna')).toBeNull();
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
    return breakerAt({ ms: 0 }, { node, tell });
  });
  return { breakers, told };
}

it('keeps people from a host at every process, once one has been refused, until a login at any of them', () => {
  const { breakers, told } = processes();
  const blocked = (userId: string) => breakers.map((breaker) => untilFor(breaker, userId));
  breakers[0]!.refuse('h', false);
  expect(blocked('anna')).toEqual([5_000, 5_000, 5_000]);
  breakers[1]!.refuse('h', false);
  expect(blocked('anna')).toEqual([10_000, 10_000, 10_000]);
  breakers[2]!.refuse('h', true);
  expect(blocked('anna')).toEqual([60_000, 60_000, 60_000]);
  breakers[1]!.forget('h', 'anna');
  expect(blocked('anna')).toEqual([null, null, null]);
  for (const breaker of breakers) breaker.forget('h', 'anna');
  for (let count = 0; count < 3; count++) breakers[count]!.unfinished('h', 'mallory');
  expect(blocked('mallory')).toEqual([5_000, 5_000, 5_000]);
  expect(blocked('anna')).toEqual([null, null, null]);
  expect(told).toHaveLength(7);
});

it('lets nobody wait for an unfinished login of which a process of an older version tells', () => {
  const breaker = breakerAt({ ms: 0 }, { node: 'a', tell: () => undefined });
  for (let count = 0; count < 5; count++)
    breaker.apply({ kind: 'breaker', subject: 'h', reason: JSON.stringify({ from: 'b', what: 'unfinished' }) });
  expect(untilFor(breaker, 'anna')).toBeNull();
});
