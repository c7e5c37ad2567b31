import { beforeEach, expect, it } from 'vitest';
import us from '@/components/console/keyboard/layouts/us';
import { MacOption } from '@/components/console/keyboard/mac-option';

/** As noVNC has the keys of a Mac. */
const MODE_SWITCH = 0xff7e;
const LEVEL3_SHIFT = 0xfe03;
const ALT_L = 0xffe9;
const SUPER_L = 0xffeb;
const SUPER_R = 0xffec;
const typed = (code: string, key: string, shiftKey = false) => ({ code, key, shiftKey, altKey: false, ctrlKey: false, metaKey: false });
const letter = (character: string) => character.charCodeAt(0);
let option: MacOption;

beforeEach(() => {
  option = new MacOption(us);
});

it('makes Alt of the left Option key, and Windows keys of Command', () => {
  expect([option.keysym('AltLeft', MODE_SWITCH, true), option.keysym('AltLeft', MODE_SWITCH, false)]).toEqual([ALT_L, ALT_L]);
  expect([option.keysym('MetaLeft', ALT_L, true), option.keysym('MetaLeft', ALT_L, false)]).toEqual([SUPER_L, SUPER_L]);
  expect(option.keysym('MetaRight', SUPER_L, true)).toBe(SUPER_R);
});

it('sends the character that a key has without Option, on its release too', () => {
  option.keysym('AltLeft', MODE_SWITCH, true);
  expect(option.keysym('KeyA', letter('å'), true)).toBe(letter('a'));
  option.keysym('AltLeft', MODE_SWITCH, false);
  expect(option.keysym('KeyA', letter('å'), false)).toBe(letter('a'));
});

it('sends it for a dead key, which has no keysym, and with Shift', () => {
  option.keysym('AltLeft', MODE_SWITCH, true);
  expect(option.keysym('KeyE', null, true)).toBe(letter('e'));
  option.keysym('ShiftLeft', 0xffe1, true);
  expect(option.keysym('KeyA', letter('Å'), true)).toBe(letter('A'));
});

it('goes by the layout of the person, once the page has seen the key', () => {
  option.see(typed('KeyY', 'z'));
  option.see({ ...typed('KeyZ', 'Ω'), altKey: true });
  option.keysym('AltLeft', MODE_SWITCH, true);
  expect([option.keysym('KeyY', letter('¥'), true), option.keysym('KeyZ', letter('Ω'), true)]).toEqual([letter('z'), letter('z')]);
});

it('leaves the right Option key, and what is typed without the left one, as macOS has them', () => {
  option.keysym('AltRight', LEVEL3_SHIFT, true);
  expect([option.keysym('AltRight', LEVEL3_SHIFT, true), option.keysym('KeyL', letter('@'), true)]).toEqual([LEVEL3_SHIFT, letter('@')]);
  expect(option.keysym('Enter', 0xff0d, true)).toBe(0xff0d);
});
