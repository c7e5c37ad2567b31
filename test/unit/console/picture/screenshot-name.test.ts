import { expect, it } from 'vitest';
import { screenshotName } from '@/components/console/picture/screenshot';

it('names a screenshot after its host and the time of the person who takes it', () => {
  expect(screenshotName('web-01', new Date(2026, 0, 31, 17, 5, 9))).toBe('web-01-2026-01-31-17-05-09.png');
});
