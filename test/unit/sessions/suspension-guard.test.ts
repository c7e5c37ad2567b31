import { describe, expect, it } from 'vitest';
import { SuspensionGuard } from '../../../server/sessions/suspension-guard';
import { silent } from '../../support/databases';
import { until } from '../../support/waiting';

function guard() {
  const clock = { now: 1000, wall: 1_000_000 };
  const done: string[] = [];
  const state = { away: false };
  const settling: (() => void)[] = [];
  const made = new SuspensionGuard({
    log: silent,
    now: () => clock.now,
    wallClock: () => clock.wall,
    catchUp: () => {
      done.push('changes');
      return state.away ? Promise.reject(new Error('away')) : Promise.resolve();
    },
    rereadAll: () => {
      done.push('rights');
      return new Promise((resolve) => settling.push(resolve));
    },
    releaseAll: () => done.push('bytes'),
  });
  return { made, clock, done, state, settle: () => settling.splice(0).forEach((resolve) => resolve()) };
}

describe('bytes', () => {
  it('pass as long as the process runs', () => {
    const { made, clock, done } = guard();
    clock.now += 900;
    clock.wall += 900;
    expect(made.isShut()).toBe(false);
    expect(done).toEqual([]);
  });

  it.each([
    ['the process was stopped', { now: 5000, wall: 5000 }],
    ['the machine slept, and its monotonic clock with it', { now: 0, wall: 3_600_000 }],
  ])('wait after a pause in which %s, until changes and then rights are read', async (_how, passed) => {
    const { made, clock, done, settle } = guard();
    clock.now += passed.now;
    clock.wall += passed.wall;
    expect(made.isShut()).toBe(true);
    await until('the rights to be read', () => done.includes('rights'));
    expect(made.isShut()).toBe(true);
    expect(done).toEqual(['changes', 'rights']);
    settle();
    await until('the bytes', () => done.includes('bytes'));
    expect(made.isShut()).toBe(false);
    expect(done).toEqual(['changes', 'rights', 'bytes']);
  });

  it('wait as long as the changes cannot be read', async () => {
    const { made, clock, done, state, settle } = guard();
    state.away = true;
    clock.now += 5000;
    expect(made.isShut()).toBe(true);
    await until('a second try', () => done.filter((what) => what === 'changes').length > 1);
    expect(done).not.toContain('rights');
    state.away = false;
    await until('the rights to be read', () => done.includes('rights'));
    settle();
    await until('the bytes', () => !made.isShut());
  });

  it('wait for no longer than the rights of sessions may stay unknown', async () => {
    const { made, clock, done, state, settle } = guard();
    state.away = true;
    clock.now += 5000;
    made.isShut();
    clock.now += 15_000;
    await until('the rights to be read', () => done.includes('rights'));
    settle();
    await until('the bytes', () => !made.isShut());
  });
});
