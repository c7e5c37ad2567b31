import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drain } from '@/server/drain';
import { LiveConsole } from '@/server/sessions/live-consoles';

const A_SECOND = 1000;

/** So many live consoles, whose browsers answer a close after a moment. */
function live(count: number, { answers = true } = {}) {
  const consoles = new Map<string, LiveConsole>();
  /** When each was told, by its id. */
  const told = new Map<string, number>();
  const codes = new Set<number>();
  const began = Date.now();
  for (let n = 0; n < count; n++) {
    const id = `c${n}`;
    const console = new LiveConsole({ id } as never);
    const end = ({ code }: { code: number }) => {
      told.set(id, Date.now() - began);
      codes.add(code);
      if (answers) setTimeout(() => consoles.delete(id), 30);
    };
    console.opened({ end, traffic: {} } as never, '', began);
    consoles.set(id, console);
  }
  const register = {
    all: () => [...consoles.values()],
    has: (id: string) => consoles.has(id),
    get size() {
      return consoles.size;
    },
  };
  return { consoles, register, told, codes, times: () => [...told.values()].sort((a, b) => a - b) };
}

/** Drains them, and gives what came of it when it is over. */
function draining(consoles: ReturnType<typeof live>, drainMs: number) {
  const began = Date.now();
  const gateway = { drain: vi.fn() };
  const over = drain({ gateway, consoles: consoles.register, drainMs }).then((left) => ({ left, took: Date.now() - began }));
  return { gateway, over };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a process that stops', () => {
  it('takes no new consoles from the first moment on, and tells the live ones 1001', async () => {
    const consoles = live(3);
    const { gateway, over } = draining(consoles, 30 * A_SECOND);
    expect(gateway.drain).toHaveBeenCalledOnce();
    await vi.runAllTimersAsync();
    await over;
    expect([...consoles.codes]).toEqual([1001]);
  });

  it('spreads a thousand evenly over its time, each with a moment of its own, the last early enough to leave', async () => {
    const consoles = live(1000);
    const { over } = draining(consoles, 30 * A_SECOND);
    await vi.runAllTimersAsync();
    expect(await over).toMatchObject({ left: 0 });
    const times = consoles.times();
    expect(times).toHaveLength(1000);
    const perSecond = Array.from({ length: 28 }, (_, second) => times.filter((at) => Math.floor(at / A_SECOND) === second).length);
    for (const count of perSecond) expect(Math.abs(count - 1000 / 28)).toBeLessThan(4);
    expect(times.at(-1)).toBeLessThanOrEqual(28.1 * A_SECOND);
    // Not in the order in which they came.
    const order = [...consoles.told.keys()].map((id) => Number(id.slice(1)));
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
  });

  it('lets few go without a wait, and stays a moment longer for whoever still asks it', async () => {
    const consoles = live(10);
    const { over } = draining(consoles, 30 * A_SECOND);
    await vi.runAllTimersAsync();
    expect(consoles.times().at(-1)).toBeLessThanOrEqual(600);
    expect(await over).toEqual({ left: 0, took: A_SECOND });
  });

  it('takes as many as it can where it has little time', async () => {
    const consoles = live(1000);
    const { over } = draining(consoles, 5 * A_SECOND);
    await vi.runAllTimersAsync();
    expect(consoles.times().at(-1)).toBeLessThanOrEqual(3.1 * A_SECOND);
    expect(await over).toMatchObject({ left: 0 });
  });

  it('tells all at once, and waits for nobody, without any time', async () => {
    const consoles = live(1000);
    const { over } = draining(consoles, 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(await over).toEqual({ left: 1000, took: 0 });
    expect(consoles.times()).toHaveLength(1000);
  });

  it('skips a console that has ended by itself', async () => {
    const consoles = live(100);
    const { over } = draining(consoles, 30 * A_SECOND);
    await vi.advanceTimersByTimeAsync(100);
    const gone = [...consoles.consoles.keys()].filter((id) => !consoles.told.has(id));
    expect(gone.length).toBeGreaterThan(50);
    for (const id of gone) consoles.consoles.delete(id);
    await vi.runAllTimersAsync();
    expect(gone.filter((id) => consoles.told.has(id))).toEqual([]);
    expect(await over).toMatchObject({ left: 0 });
  });

  it('counts those that have not left when its time is over', async () => {
    const consoles = live(7, { answers: false });
    const { over } = draining(consoles, 4 * A_SECOND);
    await vi.runAllTimersAsync();
    expect(await over).toEqual({ left: 7, took: 4 * A_SECOND });
  });
});
