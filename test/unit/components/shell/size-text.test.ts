import { expect, it } from 'vitest';
import { bytesText, countText } from '@/components/shell/size-text';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1200, '1.2 kB'],
  [99_940, '99.9 kB'],
  [99_960, '100 kB'],
  [999_600, '1.0 MB'],
  [34_500_000, '34.5 MB'],
  [7_000_000_000_000_000, '7000 TB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it('counts one thing in the singular', () => {
  expect([countText(0, 'host'), countText(1, 'host'), countText(10_000, 'host'), countText(2, 'person', 'people')]).toEqual([
    '0 hosts',
    '1 host',
    '10,000 hosts',
    '2 people',
  ]);
});
