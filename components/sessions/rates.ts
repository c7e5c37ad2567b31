/** How much goes over the line of each console, from two looks at its counters. */

import type { LiveSession } from '@/server/contract/session';

/** What was counted, and when, in ms of a clock that never goes back. */
export interface Sample {
  at: number;
  bytes: ReadonlyMap<string, Line>;
}
/** To the host, and from it: bytes, or bytes a second. */
export interface Line {
  to: number;
  from: number;
}

/** Closer together, two looks say more about the clock than about the line. */
const LEAST_MS = 250;

export function sampleOf(sessions: readonly LiveSession[], at: number): Sample {
  const bytes = new Map<string, Line>();
  for (const { id, bytesToHost: to, bytesFromHost: from } of sessions) if (to !== null && from !== null) bytes.set(id, { to, from });
  return { at, bytes };
}

/** Bytes a second between two looks. A console that only one of them knows has no rate. */
export function ratesBetween(before: Sample, now: Sample): Map<string, Line> {
  const seconds = (now.at - before.at) / 1000;
  const rates = new Map<string, Line>();
  for (const [id, { to, from }] of now.bytes) {
    const last = before.bytes.get(id);
    if (last) rates.set(id, { to: Math.max(0, to - last.to) / seconds, from: Math.max(0, from - last.from) / seconds });
  }
  return rates;
}

/** Looks that follow each other too closely are passed over, so that there is always a rate where there was one. */
export class RateMeter {
  private last: Sample | null = null;
  private rates: ReadonlyMap<string, Line> = new Map();

  look(sessions: readonly LiveSession[], at: number): ReadonlyMap<string, Line> {
    const now = sampleOf(sessions, at);
    if (this.last && at - this.last.at < LEAST_MS) return this.rates;
    if (this.last) this.rates = ratesBetween(this.last, now);
    this.last = now;
    return this.rates;
  }
}
