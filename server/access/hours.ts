/** Weekly hours: whether a moment lies in them, by the clock on the wall of their place, and when that may change. */

import type { Hours } from '../contract/access';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;
/** 1970-01-01 was a Thursday: that many days after a Monday. */
const FIRST_DAY = 3;
/** There are about 600 zones, but a name can be written in many ways. */
const MAX_CLOCKS = 1000;

export interface InHours {
  inside: boolean;
  /** The next moment at which that may be otherwise, ms since 1970 UTC; null: never. */
  until: number | null;
}

/** Half-open, in ms since Monday 00:00 on the wall; the end of one is never the begin of the next. */
type Interval = readonly [from: number, to: number];

/** In the night in which clocks go back, the hour that comes twice counts twice; the one that is left out does not count. */
export function inHours(hours: Hours, at: number): InHours {
  const intervals = weekOf(hours);
  const offset = offsetAt(hours.timeZone, at);
  const place = placeInWeek(at + offset);
  const inside = intervals.some(([from, to]) => from <= place && place < to);
  const next = nextBoundary(intervals, place);
  if (next === null) return { inside, until: null };
  const until = at + (next - place);
  return { inside, until: offsetAt(hours.timeZone, until) === offset ? until : turnOf(hours.timeZone, at, until) };
}

function placeInWeek(wall: number): number {
  return (((wall + FIRST_DAY * DAY) % WEEK) + WEEK) % WEEK;
}

function weekOf({ slots }: Hours): Interval[] {
  const parts = slots.flatMap(({ days, from, to }) =>
    days.flatMap((day): Interval[] => {
      const begin = (day - 1) * DAY + timeOf(from);
      const length = timeOf(to) - timeOf(from);
      const end = begin + (length > 0 ? length : length + DAY);
      return end <= WEEK
        ? [[begin, end]]
        : [
            [begin, WEEK],
            [0, end - WEEK],
          ];
    }),
  );
  const merged: Interval[] = [];
  for (const [from, to] of parts.filter(([from, to]) => from < to).sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

function timeOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return ((hour ?? 0) * 60 + (minute ?? 0)) * MINUTE;
}

/** @returns a place in this week or the next; null when nothing ever changes */
function nextBoundary(intervals: Interval[], place: number): number | null {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return null;
  const throughMonday = first[0] === 0 && last[1] === WEEK;
  const places = intervals.flat().filter((edge) => !(throughMonday && (edge === 0 || edge === WEEK)));
  const [earliest] = places;
  if (earliest === undefined) return null;
  return places.find((edge) => edge > place) ?? earliest + WEEK;
}

/** The moment between the two at which the place's clocks are changed. */
function turnOf(timeZone: string, before: number, after: number): number {
  const offset = offsetAt(timeZone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall shows there, as if it were UTC, less the moment itself: ms. */
function offsetAt(timeZone: string, at: number): number {
  const second = Math.floor(at / 1000) * 1000;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(second)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: s = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, s) - second;
}

/** Kept: making one takes a thousand times as long as asking it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const kept = clocks.get(timeZone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  clocks.set(timeZone, made);
  return made;
}
