import { expect, it } from 'vitest';
import { reconnectDelay } from '@/components/console/connection/backoff';

it('waits a second first, doubles, and never waits longer than half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map((tries) => reconnectDelay(tries, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

it('spreads pages that lost their connections together over a quarter of the wait', () => {
  expect([reconnectDelay(6, 0), reconnectDelay(6, 1)]).toEqual([30_000, 22_500]);
});
