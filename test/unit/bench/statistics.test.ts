import { describe, expect, test } from 'vitest';
import { median, percentile, ratios, summarise } from '../../bench/statistics';

describe('a median', () => {
  test('is the one in the middle, in whatever order they come', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test('of an even count lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('a percentile', () => {
  test('lies between its neighbours in proportion', () => {
    const values = Array.from({ length: 101 }, (_, index) => 100 - index);
    expect(percentile(values, 99)).toBe(99);
    expect(percentile([0, 10], 25)).toBe(2.5);
  });

  test('of 0 and 100 is the least and the greatest, and sorts numbers as numbers', () => {
    expect([percentile([10, 9, 100], 0), percentile([10, 9, 100], 100)]).toEqual([9, 100]);
  });

  test('leaves the values in their order', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a summary', () => {
  test('has the median with the least and the greatest', () => {
    expect(summarise([3, 1, 8])).toEqual({ median: 3, low: 1, high: 8, count: 3 });
  });

  test('leaves out what was not measured', () => {
    expect(summarise([NaN, 2, Infinity])).toEqual({ median: 2, low: 2, high: 2, count: 1 });
    expect(summarise([NaN]).count).toBe(0);
  });
});

describe('ratios', () => {
  test('are made round by round: what disturbs both sides of a round disturbs no ratio', () => {
    expect(ratios([10, 100, 30], [5, 50, 15])).toEqual({ median: 2, low: 2, high: 2, count: 3 });
  });

  test('with rounds that one side does not have, or with nothing to divide by, leave those out', () => {
    expect(ratios([10, 20, 30], [5, 0])).toEqual({ median: 2, low: 2, high: 2, count: 1 });
  });
});
