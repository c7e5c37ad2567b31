/** The portal tells times as ISO 8601 in UTC; people read their own clock. */

import { dateTimeText, timeText } from '@/components/shell/time-text';

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;
/** So far off, the time of the day alone could be another day's. */
const SAME_DAY_MS = 12 * 60 * 60_000;

/** @param now ms since 1970 UTC */
export function withLocalTimes(text: string, now: number): string {
  return text.replace(INSTANT, (instant) => {
    const at = Date.parse(instant);
    if (Number.isNaN(at)) return instant;
    return Math.abs(at - now) < SAME_DAY_MS ? timeText(at) : dateTimeText(at);
  });
}

/** ms since 1970 UTC; null when no time is told. */
export function firstInstant(text: string): number | null {
  const at = Date.parse(text.match(INSTANT)?.[0] ?? '');
  return Number.isNaN(at) ? null : at;
}
