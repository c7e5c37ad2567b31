import { expect, it } from 'vitest';
import { firstInstant, withLocalTimes } from '@/components/console/connection/told-times';

const now = Date.UTC(2026, 5, 15, 12);

it('tells a time of today by the clock, and another with its date', () => {
  expect(withLocalTimes('left alone (until 2026-06-15T12:00:05.123Z)', now)).toMatch(/^left alone \(until \d\d:\d\d:05\)$/);
  expect(withLocalTimes('ann, since 2026-06-13T12:00:05Z', now)).toMatch(/^ann, since 1[234] Jun 2026/);
});

it('leaves alone what is no time', () => {
  const text = 'It said 2026-99-99T99:99:99Z at 10:00';
  expect([withLocalTimes(text, now), firstInstant(text)]).toEqual([text, null]);
});

it('finds the first time that is told', () => {
  expect(firstInstant('from 2026-06-15T12:00:05Z to 2026-06-15T12:00:09Z')).toBe(Date.UTC(2026, 5, 15, 12, 0, 5));
});
