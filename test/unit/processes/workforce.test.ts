import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Workforce, type WorkerEvents } from '../../../server/processes/workforce';
import { silent } from '../../support/databases';

const started = { url: 'http://localhost:3000', setupCode: null };

describe('the workers of a port', () => {
  let forked: { number: number; events: WorkerEvents; told: string[]; killed: boolean }[];
  let ready: unknown[];
  let over: number[];
  let now = 0;
  beforeEach(() => {
    vi.useFakeTimers();
    [forked, ready, over, now] = [[], [], [], 0];
  });
  afterEach(() => vi.useRealTimers());

  function build(size: number): Workforce {
    const fork = (number: number, events: WorkerEvents) => {
      const one = { number, events, told: [] as string[], killed: false };
      forked.push(one);
      return { send: (message: string) => void one.told.push(message), kill: () => void (one.killed = true) };
    };
    return new Workforce({ size, fork, ready: (what) => ready.push(what), over: (code) => over.push(code), log: silent, now: () => now });
  }
  const numbers = () => forked.map(({ number }) => number);
  function serving(size: number): Workforce {
    const workforce = build(size);
    workforce.start();
    forked[0]!.events.message({ kind: 'listening' });
    for (const { events } of [...forked]) events.message({ kind: 'ready', started });
    return workforce;
  }

  it('start after the first one listens, and are ready together', () => {
    build(3).start();
    expect(numbers()).toEqual([1]);
    forked[0]!.events.message({ kind: 'listening' });
    expect(numbers()).toEqual([1, 2, 3]);
    for (const { events } of forked) {
      expect(ready).toEqual([]);
      events.message({ kind: 'ready', started });
    }
    expect(ready).toEqual([started]);
  });

  it('end together, with the same code, when one of them cannot start', () => {
    build(2).start();
    forked[0]!.events.exit(78, null);
    expect([numbers(), over]).toEqual([[1], [78]]);

    [forked, over] = [[], []];
    build(2).start();
    forked[0]!.events.message({ kind: 'listening' });
    forked[1]!.events.exit(1, null);
    expect([forked[0]!.killed, over]).toEqual([true, []]);
    forked[0]!.events.exit(null, 'SIGKILL');
    expect([numbers(), over]).toEqual([[1, 2], [1]]);
  });

  it('are started again when they die, later each time that they die young', () => {
    serving(2);
    const waits: number[] = [];
    for (let death = 0; death < 7; death++) {
      const before = forked.length;
      forked.at(-1)!.events.exit(null, 'SIGKILL');
      for (waits[death] = 0; forked.length === before; waits[death]! += 500) vi.advanceTimersByTime(500);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    now += 60_000;
    forked.at(-1)!.events.exit(1, null);
    vi.advanceTimersByTime(0);
    expect(numbers()).toEqual([1, 2, ...Array<number>(8).fill(2)]);
    expect([ready.length, over]).toEqual([1, []]);
  });

  it('are all told to stop, are not started again, and the last one ends it', () => {
    const workforce = serving(3);
    forked[2]!.events.exit(1, null);
    workforce.stop();
    expect(forked.map(({ told }) => told)).toEqual([['stop'], ['stop'], []]);
    vi.advanceTimersByTime(60_000);
    expect(numbers()).toEqual([1, 2, 3]);
    forked[0]!.events.exit(0, null);
    expect(over).toEqual([]);
    forked[1]!.events.exit(0, null);
    expect(over).toEqual([0]);
  });

  it('that do not stop cleanly are told by the exit code', () => {
    const workforce = serving(2);
    workforce.stop();
    forked[0]!.events.exit(1, null);
    forked[1]!.events.exit(0, null);
    expect(over).toEqual([1]);
  });
});
