import { expect, it } from 'vitest';
import { edgeSpeed } from '@/components/console/picture/edge-pan';

it('moves towards the edge that the pointer is at, the faster the nearer', () => {
  expect(edgeSpeed(0, 1000)).toBe(-1400);
  expect(edgeSpeed(999, 1000)).toBe(1400);
  expect(Math.abs(edgeSpeed(20, 1000))).toBeLessThan(Math.abs(edgeSpeed(5, 1000)));
});

it('stays where it is in the middle, also of a small window', () => {
  expect([edgeSpeed(28, 1000), edgeSpeed(500, 1000), edgeSpeed(971, 1000), edgeSpeed(30, 60)].map(Math.abs)).toEqual([0, 0, 0, 0]);
});
