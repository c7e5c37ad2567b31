/** The mark beside a grant in the list must say what the function that decides would say. */

import { expect, test } from 'vitest';
import { grantState } from '@/components/access/grant-state';
import type { Hours } from '@/server/contract/access';
import { stateOf } from '@/server/access/decide';

const HOUR = 60 * 60 * 1000;
/** Weeks in which the clocks of Berlin are changed, and one in which they are not. */
const weeks = ['2026-03-23', '2026-10-19', '2026-11-16'].map((day) => Date.parse(`${day}T00:00:00Z`));
const zones = ['Europe/Berlin', 'Asia/Kolkata'];
const slots: Hours['slots'][] = [
  [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  [{ days: [7], from: '22:00', to: '06:30' }],
  [{ days: [1, 7], from: '00:00', to: '24:00' }],
  [{ days: [3], from: '09:00', to: '09:00' }],
  [{ days: [6], from: '00:00', to: '00:00' }],
  [
    { days: [2], from: '01:30', to: '03:30' },
    { days: [7], from: '02:30', to: '02:45' },
  ],
];

test('the mark says the same as the decision, at every quarter of an hour of weeks with and without a change of clocks', () => {
  for (const timeZone of zones) {
    for (const some of slots) {
      const grant = { endsAt: null, hours: { timeZone, slots: some } };
      for (const week of weeks) {
        for (let at = week; at < week + 8 * 24 * HOUR; at += HOUR / 4) {
          const shown = grantState(grant, at);
          if (shown !== stateOf(grant, at).state)
            expect.fail(`${timeZone} ${JSON.stringify(some)} at ${new Date(at).toISOString()}: ${shown}`);
        }
      }
    }
  }
});

test('an end date counts to the millisecond, and before the hours', () => {
  const hours: Hours = { timeZone: 'UTC', slots: [{ days: [1], from: '08:00', to: '09:00' }] };
  expect(grantState({ endsAt: 1000, hours: null }, 999)).toBe('counts');
  expect(grantState({ endsAt: 1000, hours: null }, 1000)).toBe('ended');
  expect(grantState({ endsAt: 1000, hours }, 1000)).toBe('ended');
  expect(grantState({ endsAt: null, hours: null }, 1000)).toBe('counts');
});
