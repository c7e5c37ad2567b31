import { expect, it } from 'vitest';
import { loadLayout } from '@/components/console/keyboard/layout';
import { LiveLayout } from '@/components/console/keyboard/live-layout';

const de = await loadLayout('de');
const press = (live: LiveLayout, code: string, capsLock = false) => live.keysym(code, true, capsLock);

it('gives a key the character of its place on the layout, whatever its cap says', () => {
  const live = new LiveLayout(de);
  expect([press(live, 'KeyY'), press(live, 'Semicolon'), press(live, 'Equal')]).toEqual([0x7a, 0xf6, 0xfe51]);
});

it('reads Shift and AltGr by their places', () => {
  const live = new LiveLayout(de);
  press(live, 'ShiftRight');
  expect(press(live, 'KeyY')).toBe(0x5a);
  live.keysym('ShiftRight', false, false);
  expect(press(live, 'AltRight')).toBe(0xfe03);
  expect(press(live, 'KeyQ')).toBe(0x40);
});

it('lets Caps Lock turn letters over and leaves digits alone', () => {
  const live = new LiveLayout(de);
  expect([press(live, 'KeyA', true), press(live, 'Digit1', true)]).toEqual([0x41, 0x31]);
  press(live, 'ShiftLeft', true);
  expect([press(live, 'KeyA', true), press(live, 'Digit1', true)]).toEqual([0x61, 0x21]);
});

it('releases what it pressed, also when Shift went up in between', () => {
  const live = new LiveLayout(de);
  press(live, 'ShiftLeft');
  press(live, 'Digit7');
  live.keysym('ShiftLeft', false, false);
  expect(live.keysym('Digit7', false, false)).toBe(0x2f);
});

it('leaves alone what types nothing, and AltGr where the layout has none', async () => {
  const live = new LiveLayout(de);
  expect([press(live, 'Escape'), press(live, 'ControlLeft'), live.keysym('Escape', false, false)]).toEqual([null, null, null]);
  expect(new LiveLayout(await loadLayout('us')).keysym('AltRight', true, false)).toBeNull();
});

it('knows no key to be down after the window lost the keyboard', () => {
  const live = new LiveLayout(de);
  press(live, 'ShiftLeft');
  live.reset();
  expect(press(live, 'KeyA')).toBe(0x61);
});
