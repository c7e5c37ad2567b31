import { expect, it } from 'vitest';
import { regionOf } from '@/components/shell/region';

it.each([
  ['en', 'en-US', 'en-US'],
  ['en', 'en', 'en-GB'],
  ['en', 'zh-CN', 'en-GB'],
  ['en', null, 'en-GB'],
  ['zh-CN', 'zh-TW', 'zh-TW'],
  ['zh-CN', 'en-US', 'zh-CN'],
] as const)('a page in %s in a browser of %s writes dates as %s', (locale, browser, region) => {
  expect(regionOf(locale, browser)).toBe(region);
});
