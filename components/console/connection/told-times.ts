/** The portal tells times as ISO 8601 in UTC; people read their own clock. */

import type { TimeText } from '@/components/shell/time-text';

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;
/** So far off, the time of the day alone could be another day's. */
const SAME_DAY_MS = 12 * 60 * 60_000;

/** @param now ms since 1970 UTC */
export function withLocalTimes(text: string, now: number, time: Pick<TimeText, 'time' | 'dateTime'>): string {
  return text.replace(INSTANT, (instant) => {
    const at = Date.parse(instant);
    return Number.isNaN(at) ? instant : nearTime(at, now, time);
  });
}

/** The time of the day, with its date where that is not today's. */
export function nearTime(at: number, now: number, time: Pick<TimeText, 'time' | 'dateTime'>): string {
  return Math.abs(at - now) < SAME_DAY_MS ? time.time(at) : time.dateTime(at);
}
