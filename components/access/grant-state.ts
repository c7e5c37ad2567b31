/**
 * Whether a grant counts at a moment, for the mark beside it in a list that stays open while the clock goes on. It decides nothing:
 * the server does, by server/access, and a test holds the two together.
 */

import type { Grant, Hours } from '@/server/contract/access';

export type GrantState = 'counts' | 'ended' | 'outside_hours';

export function grantState({ endsAt, hours }: Pick<Grant, 'endsAt' | 'hours'>, now: number): GrantState {
  if (endsAt !== null && endsAt <= now) return 'ended';
  return hours === null || withinHours(hours, now) ? 'counts' : 'outside_hours';
}

function withinHours({ timeZone, slots }: Hours, now: number): boolean {
  const { day, minute } = wallClock(timeZone, now);
  const yesterday = day === 1 ? 7 : day - 1;
  return slots.some(({ days, from, to }) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    if (begin < end) return days.includes(day) && begin <= minute && minute < end;
    return (days.includes(day) && begin <= minute) || (days.includes(yesterday) && minute < end);
  });
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Making formats is slow, and a list asks each second. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock and a calendar at a place show. */
function wallClock(timeZone: string, at: number): { day: number; minute: number } {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    clocks.set(timeZone, (clock = new Intl.DateTimeFormat('en', { ...parts, timeZone })));
  }
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: weekdays.indexOf(part['weekday'] ?? '') + 1, minute: Number(part['hour']) * 60 + Number(part['minute']) };
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
