import { expect, it } from 'vitest';
import { SILENT_MS, SilenceWatch } from '@/components/nodes/silence';

it('a process is silent when what it tells of itself stands still for longer than it should, whatever its clock says', () => {
  const watch = new SilenceWatch();
  const look = (seenAt: Record<string, number>, at: number) =>
    Object.fromEntries(
      watch.look(
        Object.entries(seenAt).map(([id, seen]) => ({ id, seenAt: seen })),
        at,
      ),
    );
  expect(look({ a: 9e15, b: 10 }, 0)).toEqual({});
  expect(look({ a: 9e15, b: 11 }, SILENT_MS - 1)).toEqual({});
  expect(look({ a: 9e15, b: 12 }, SILENT_MS)).toEqual({ a: SILENT_MS });
  expect(look({ a: 9e15, b: 12 }, SILENT_MS + 2000)).toEqual({ a: SILENT_MS + 2000 });
  // Heard again, though its clock went back.
  expect(look({ a: 5, b: 13 }, SILENT_MS + 4000)).toEqual({});
  // One that was not in the list meanwhile begins anew.
  expect(look({ b: 14 }, SILENT_MS + 6000)).toEqual({});
  expect(look({ a: 5, b: 15 }, 3 * SILENT_MS)).toEqual({});
});
