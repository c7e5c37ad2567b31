/** How far the pointer goes for a finger on a trackpad: as far as the finger when it is slow, for small targets, and further when it is quick. */

/** CSS pixels a millisecond: up to here one to one, and from there on no further. */
const SLOW = 0.15;
const FAST = 1.5;
const MOST = 3;

/** @param distance of the finger, CSS pixels. @param ms since it was told of last */
export function accelerated(distance: number, ms: number): number {
  const speed = distance / Math.max(ms, 1);
  const part = Math.min(Math.max((speed - SLOW) / (FAST - SLOW), 0), 1);
  return 1 + (MOST - 1) * part;
}
