import { expect, it } from 'vitest';
import { withoutNumLock } from '@/components/console/keyboard/keypad';

it.each([
  ['a digit', 0xffb4, 0x34],
  ['the last digit', 0xffb9, 0x39],
  ['the decimal point', 0xffae, 0x2e],
  ['the decimal comma', 0xffac, 0x2c],
  ['an arrow', 0xff96, 0xff51],
  ['Delete', 0xff9f, 0xffff],
  ['plus, which Num Lock does not change', 0xffab, 0xffab],
  ['Enter, which Num Lock does not change', 0xff8d, 0xff8d],
  ['a letter', 0x61, 0x61],
])('sends %s of the keypad as a key without Num Lock', (_name, keysym, sent) => {
  expect(withoutNumLock(keysym)).toBe(sent);
});
