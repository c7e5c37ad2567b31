import { expect, it } from 'vitest';
import { makeSizeText } from '@/components/shell/size-text';

const bytesText = makeSizeText('en-GB');

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1200, '1.2 kB'],
  [99_940, '99.9 kB'],
  [99_960, '100 kB'],
  [999_600, '1.0 MB'],
  [34_500_000, '34.5 MB'],
  [7_000_000_000_000_000, '7,000 TB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it('writes numbers as the country does', () => {
  expect(makeSizeText('de-DE')(1200)).toBe('1,2 kB');
});
