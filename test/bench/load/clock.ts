/** Milliseconds that two processes of one machine read alike (CLOCK_MONOTONIC), without an allocation a reading. */

const TRIES = 200;

/** Whoever is interrupted between the two clocks gets a wrong difference: of many tries the shortest counts. */
function measureOffset(): number {
  let shortest = Infinity;
  let offset = 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = performance.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before >= shortest) continue;
    shortest = after - before;
    offset = monotonic - (before + after) / 2;
  }
  return offset;
}

const offset = measureOffset();

export const now = (): number => performance.now() + offset;

/** As 32 bits of microseconds, to travel in a key event: they come round every 71 minutes, and differences of half of that are certain. */
export const stamp = (): number => ((now() * 1000) % 0x100000000) >>> 0;
export const sinceStamp = (stamped: number): number => ((stamp() - stamped) | 0) / 1000;
