import { expect, it } from 'vitest';
import { type ModifierFlags, notHeld } from '@/components/console/keyboard/not-held';

const none: ModifierFlags = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const lost = (codes: string[], held: Partial<ModifierFlags> = {}) =>
  notHeld(new Map(codes.map((code) => [code, 1])), { ...none, ...held }, 2);

it('lets go of Cmd and Shift after Cmd+Shift+4, whose releases macOS keeps', () => {
  expect(lost(['MetaLeft', 'ShiftLeft'])).toEqual(['MetaLeft', 'ShiftLeft']);
});

it('keeps what the event tells as held', () => {
  expect(lost(['MetaLeft', 'ShiftLeft'], { shiftKey: true })).toEqual(['MetaLeft']);
  expect(lost(['ControlLeft', 'AltLeft', 'AltRight'], { ctrlKey: true, altKey: true })).toEqual([]);
});

it('lets go of both Option keys', () => {
  expect(lost(['AltLeft', 'AltRight'])).toEqual(['AltLeft', 'AltRight']);
});

it('lets go of other keys with Cmd, before it, and of no other key otherwise', () => {
  expect(lost(['KeyA', 'MetaLeft', 'Digit4'])).toEqual(['KeyA', 'Digit4', 'MetaLeft']);
  expect(lost(['KeyA', 'ShiftLeft'])).toEqual(['ShiftLeft']);
  expect(lost(['KeyA', 'MetaLeft'], { metaKey: true })).toEqual([]);
});

it('judges no key by an event from before it went down', () => {
  expect(notHeld(new Map([['ShiftLeft', 3]]), none, 2)).toEqual([]);
  expect(notHeld(new Map([['ShiftLeft', 3]]), none, 3)).toEqual([]);
});
