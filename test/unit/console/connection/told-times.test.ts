import { expect, it } from 'vitest';
import { nearTime, withLocalTimes } from '@/components/console/connection/told-times';
import { makeTimeText } from '@/components/shell/time-text';

const now = Date.UTC(2026, 5, 15, 12);
const english = makeTimeText('en', 'en-GB', '');
const chinese = makeTimeText('zh-CN', 'zh-CN', '');

it('tells a time of the portal by the clock of whoever reads it, with its date where that is another one', () => {
  expect(withLocalTimes('left alone (until 2026-06-15T12:00:05.123Z)', now, english)).toMatch(/^left alone \(until \d\d:\d\d:05\)$/);
  expect(withLocalTimes('ann, since 2026-06-13T12:00:05Z', now, english)).toMatch(/^ann, since 1[234] Jun 2026/);
  expect(withLocalTimes('ann，自 2026-06-13T12:00:05Z 起', now, chinese)).toMatch(/^ann，自 2026年6月1[234]日.* 起$/);
});

it('leaves alone what is no time', () => {
  for (const text of ['2026-06-15', '2026-06-15T12:00', '2026-99-99T12:00:05Z', 'x2026-06-15T12:00:05Z'])
    expect(withLocalTimes(text, now, english)).toBe(text);
});

it('tells a time of the same day without its date', () => {
  expect(nearTime(now + 5_000, now, english)).toMatch(/^\d\d:\d\d:05$/);
});
