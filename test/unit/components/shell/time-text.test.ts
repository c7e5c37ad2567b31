import { describe, expect, it } from 'vitest';
import { dateText, durationText, relativeTime, waitText } from '@/components/shell/time-text';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 5, 15, 12);

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [4 * SECOND, 'just now'],
    [12 * SECOND, '12 s ago'],
    [59 * SECOND, '59 s ago'],
    [MINUTE, '1 min ago'],
    [119 * MINUTE, '1 h ago'],
    [25 * HOUR, '1 d ago'],
    [30 * DAY, '30 d ago'],
    [-3 * HOUR, 'in 3 h'],
  ])('says of %d ms ago: %s', (past, text) => {
    expect(relativeTime(now - past, now)).toBe(text);
  });

  it('does not call the present a future when the clocks differ a little', () => {
    expect(relativeTime(now + 2 * SECOND, now)).toBe('just now');
  });

  it('gives the date of what is long ago', () => {
    expect(relativeTime(now - 40 * DAY, now)).toBe(dateText(now - 40 * DAY));
  });
});

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [48 * SECOND, '48 s'],
    [3 * MINUTE + 5 * SECOND, '3 min 05 s'],
    [2 * HOUR + 14 * MINUTE, '2 h 14 min'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
  ])('says of %d ms: %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('waitText', () => {
  it.each([
    [1, '1 second'],
    [27, '27 seconds'],
    [90, '2 minutes'],
    [900, '15 minutes'],
  ])('says of %d seconds: %s', (seconds, text) => {
    expect(waitText(seconds)).toBe(text);
  });
});
