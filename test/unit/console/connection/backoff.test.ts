import { expect, it } from 'vitest';
import { reconnectDelay, restartDelay } from '@/components/console/connection/backoff';

it('waits a second first, doubles, and never waits longer than half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map((tries) => reconnectDelay(tries, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

it('spreads pages that lost their connections together over a quarter of the wait', () => {
  expect([reconnectDelay(6, 0), reconnectDelay(6, 1)]).toEqual([30_000, 22_500]);
});

it('comes back within a second to a portal that restarts, five times, and then waits as otherwise', () => {
  for (const tries of [1, 2, 3, 4, 5]) expect([restartDelay(tries, 0), restartDelay(tries, 1)]).toEqual([200, 1_000]);
  expect([6, 7, 8, 1000].map((tries) => restartDelay(tries, 0))).toEqual([1_000, 2_000, 4_000, 30_000]);
});

it('spreads a thousand pages that were told of a restart in the same moment, so that no tenth of a second has more than its part', () => {
  const delays = Array.from({ length: 1000 }, (_, page) => restartDelay(1, page / 999));
  const perTenth = Array.from({ length: 8 }, (_, tenth) => delays.filter((ms) => Math.floor((ms - 200) / 100) === tenth).length);
  expect(Math.max(...perTenth)).toBeLessThanOrEqual(126);
});
