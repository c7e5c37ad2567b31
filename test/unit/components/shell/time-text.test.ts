import { describe, expect, it } from 'vitest';
import { makeTimeText } from '@/components/shell/time-text';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 5, 15, 12);

const english = makeTimeText('en', 'en-GB', 'just now');
const chinese = makeTimeText('zh-CN', 'zh-CN', '刚刚');

describe('an age', () => {
  it.each([
    [0, 'just now', '刚刚'],
    [4 * SECOND, 'just now', '刚刚'],
    [12 * SECOND, '12 sec ago', '12 秒前'],
    [59 * SECOND, '59 sec ago', '59 秒前'],
    [MINUTE, '1 min ago', '1 分钟前'],
    [119 * MINUTE, '1 hr ago', '1 小时前'],
    [25 * HOUR, '1 day ago', '1 天前'],
    [30 * DAY, '30 days ago', '30 天前'],
    [-3 * HOUR, 'in 3 hr', '3 小时后'],
  ])('of %d ms is said as %s and %s', (past, inEnglish, inChinese) => {
    expect(english.relative(now - past, now)).toBe(inEnglish);
    expect(chinese.relative(now - past, now)).toBe(inChinese);
  });

  it('does not call the present a future when the clocks differ a little', () => {
    expect(english.relative(now + 2 * SECOND, now)).toBe('just now');
  });

  it('is a date when it is long ago', () => {
    expect(english.relative(now - 40 * DAY, now)).toBe('6 May 2026');
    expect(chinese.relative(now - 40 * DAY, now)).toBe('2026年5月6日');
  });

  it('has no seconds in a list', () => {
    expect(english.calm(now - 59 * SECOND, now)).toBe('just now');
    expect(english.calm(now - MINUTE, now)).toBe('1 min ago');
  });
});

describe('a length', () => {
  it.each([
    [0, '0 sec', '0 秒'],
    [-5, '0 sec', '0 秒'],
    [48 * SECOND, '48 sec', '48 秒'],
    [3 * MINUTE + 5 * SECOND, '3 min 05 sec', '3 分钟 05 秒'],
    [2 * HOUR + 14 * MINUTE, '2 hr 14 min', '2 小时 14 分钟'],
    [3 * DAY + 4 * HOUR, '3 days 4 hr', '3 天 4 小时'],
  ])('of %d ms is said as %s and %s', (ms, inEnglish, inChinese) => {
    expect(english.duration(ms)).toBe(inEnglish);
    expect(chinese.duration(ms)).toBe(inChinese);
  });
});

describe('a wait', () => {
  it.each([
    [1, '1 second', '1 秒钟'],
    [27, '27 seconds', '27 秒钟'],
    [90, '2 minutes', '2 分钟'],
    [900, '15 minutes', '15 分钟'],
  ])('of %d seconds is said as %s and %s', (seconds, inEnglish, inChinese) => {
    expect(english.wait(seconds)).toBe(inEnglish);
    expect(chinese.wait(seconds)).toBe(inChinese);
  });
});

it('writes dates as the country does, and words as the language does', () => {
  const at = new Date(2026, 5, 15, 14, 3, 9).getTime();
  expect(english.dateTime(at)).toBe('15 Jun 2026, 14:03:09');
  expect(chinese.dateTime(at)).toBe('2026年6月15日 14:03:09');
  expect(makeTimeText('en', 'en-US', 'just now').dateTime(at)).toMatch(/^Jun 15, 2026, 0?2:03:09\sPM$/);
  expect(english.time(at)).toBe('14:03:09');
});
