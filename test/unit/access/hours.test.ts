import { describe, expect, it } from 'vitest';
import { inHours } from '../../../server/access/hours';
import { hoursText, readHours } from '../../../server/access/hours-text';
import { hoursSchema, type Hours } from '../../../server/contract/access';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a wall clock and a calendar show there, asked in another way than the product does. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function wall(timeZone: string, at: number): { day: number; time: string } {
  const options = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', options);
  clocks.set(timeZone, clock);
  const [weekday = '', time = ''] = clock.format(at).split(/,? /);
  return { day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1, time };
}

/** The rule as the contract words it. */
function oracle({ timeZone, slots }: Hours, at: number): boolean {
  const { day, time } = wall(timeZone, at);
  const yesterday = day === 1 ? 7 : day - 1;
  return slots.some(({ days, from, to }) =>
    to > from
      ? days.includes(day) && from <= time && time < to
      : (days.includes(day) && from <= time) || (days.includes(yesterday) && time < to),
  );
}

const plans: Hours[] = [
  { timeZone: 'Europe/Berlin', slots: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] },
  { timeZone: 'Europe/Berlin', slots: [{ days: [6, 7], from: '22:00', to: '02:30' }] },
  { timeZone: 'Europe/Berlin', slots: [{ days: [7], from: '02:00', to: '03:00' }] },
  { timeZone: 'Europe/Berlin', slots: [{ days: [7], from: '02:30', to: '02:30' }] },
  { timeZone: 'America/New_York', slots: [{ days: [6, 7, 1], from: '01:15', to: '24:00' }] },
  { timeZone: 'Australia/Lord_Howe', slots: [{ days: [7], from: '00:00', to: '02:00' }] },
  { timeZone: 'Asia/Kolkata', slots: [{ days: [1, 3], from: '23:59', to: '00:01' }] },
  {
    timeZone: 'UTC',
    slots: [
      { days: [1], from: '08:00', to: '12:00' },
      { days: [1], from: '11:00', to: '14:00' },
      { days: [7], from: '20:00', to: '24:00' },
      { days: [1], from: '00:00', to: '06:00' },
    ],
  },
];
/** From the Fridays before clocks go forward and back in Europe, in America and on Lord Howe Island. */
const starts = [Date.UTC(2026, 2, 27), Date.UTC(2026, 9, 23), Date.UTC(2026, 2, 6), Date.UTC(2026, 9, 30), Date.UTC(2026, 3, 3)];

describe('weekly hours', () => {
  it('are what the wall clock shows, at every minute of weeks in which clocks are changed, and sure for as long as they say', () => {
    for (const plan of plans)
      for (const start of starts) {
        let sureUntil = -1;
        let sure = false;
        for (let at = start; at < start + 9 * DAY; at += MINUTE) {
          const expected = oracle(plan, at);
          if (at < sureUntil) {
            if (expected !== sure)
              expect({ plan, at: new Date(at).toISOString(), sureUntil: new Date(sureUntil).toISOString() }).toBeNull();
            continue;
          }
          const found = inHours(plan, at);
          if (found.inside !== expected) expect({ plan, at: new Date(at).toISOString(), found, expected }).toBeNull();
          expect(found.until).toBeGreaterThan(at);
          [sureUntil, sure] = [found.until!, found.inside];
        }
      }
  });

  it('change at the very millisecond', () => {
    const plan = plans[0]!;
    const opening = Date.UTC(2026, 6, 15, 6);
    expect(inHours(plan, opening - 1)).toEqual({ inside: false, until: opening });
    expect(inHours(plan, opening)).toEqual({ inside: true, until: opening + 10 * HOUR });
    expect(inHours(plan, opening + 10 * HOUR - 1).inside).toBe(true);
    expect(inHours(plan, opening + 10 * HOUR)).toEqual({ inside: false, until: opening + DAY });
  });

  it('go over midnight and over the end of the week', () => {
    const plan: Hours = { timeZone: 'UTC', slots: [{ days: [7], from: '22:00', to: '06:00' }] };
    const monday = Date.UTC(2026, 6, 20);
    expect(inHours(plan, monday - 2 * HOUR)).toEqual({ inside: true, until: monday + 6 * HOUR });
    expect(inHours(plan, monday + HOUR)).toEqual({ inside: true, until: monday + 6 * HOUR });
    expect(inHours(plan, monday + 6 * HOUR)).toEqual({ inside: false, until: monday + 7 * DAY - 2 * HOUR });
  });

  it('that leave nothing out never change', () => {
    const always: Hours = { timeZone: 'UTC', slots: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '09:00' }] };
    expect(inHours(always, 0)).toEqual({ inside: true, until: null });
    const also: Hours = { timeZone: 'Europe/Berlin', slots: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] };
    expect(inHours(also, Date.UTC(2026, 2, 29, 1))).toEqual({ inside: true, until: null });
  });
});

describe('as text', () => {
  it.each([
    'Mon-Fri 08:00-18:00 Europe/Berlin',
    'Mon,Wed,Fri-Sun 22:00-06:00 UTC',
    'Mon-Fri 08:00-18:00; Sat 10:00-14:00 America/Argentina/Buenos_Aires',
    'Sun 00:00-24:00 Etc/GMT+5',
  ])('%s is read and written alike', (text) => {
    const hours = hoursSchema.parse(readHours(text));
    expect(hoursText(hours)).toBe(text);
  });

  it('takes whole names, any case, one digit and days over the weekend', () => {
    expect(readHours('friday-MON 8:00-9:30 utc')).toEqual({ timeZone: 'utc', slots: [{ days: [1, 5, 6, 7], from: '08:00', to: '09:30' }] });
  });

  it.each(['', 'Mon-Fri', 'Mon-Fri 08:00-18:00', '08:00-18:00 UTC', 'Xyz 08:00-18:00 UTC', 'Mon-Tue-Wed 08:00-09:00 UTC', 'Mon 08:00 UTC'])(
    '%j is refused',
    (text) => {
      expect(readHours(text)).toBeNull();
    },
  );
});
