import { expect, it } from 'vitest';
import { rateText } from '@/components/console/picture/rate-text';

it('says bandwidth in bits, as lines are sold', () => {
  expect([0, 12, 1_250, 125_000, 425_000, 12_500_000, 1_250_000_000].map((bytes) => rateText(bytes, 'en-GB'))).toEqual([
    '0 bit/s',
    '96 bit/s',
    '10 kbit/s',
    '1.0 Mbit/s',
    '3.4 Mbit/s',
    '100 Mbit/s',
    '10.0 Gbit/s',
  ]);
  expect(rateText(425_000, 'de-DE')).toBe('3,4 Mbit/s');
});
