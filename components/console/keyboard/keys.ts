/** Keys by X11 keysym (RFC 6143 §7.5.4) and by the code of the key on a PC keyboard, which QEMU's extended key events use. */

export interface Key {
  keysym: number;
  code: string;
}

export const key = {
  escape: { keysym: 0xff1b, code: 'Escape' },
  tab: { keysym: 0xff09, code: 'Tab' },
  enter: { keysym: 0xff0d, code: 'Enter' },
  backspace: { keysym: 0xff08, code: 'Backspace' },
  delete: { keysym: 0xffff, code: 'Delete' },
  insert: { keysym: 0xff63, code: 'Insert' },
  home: { keysym: 0xff50, code: 'Home' },
  end: { keysym: 0xff57, code: 'End' },
  pageUp: { keysym: 0xff55, code: 'PageUp' },
  pageDown: { keysym: 0xff56, code: 'PageDown' },
  left: { keysym: 0xff51, code: 'ArrowLeft' },
  up: { keysym: 0xff52, code: 'ArrowUp' },
  right: { keysym: 0xff53, code: 'ArrowRight' },
  down: { keysym: 0xff54, code: 'ArrowDown' },
  printScreen: { keysym: 0xff61, code: 'PrintScreen' },
  pause: { keysym: 0xff13, code: 'Pause' },
  f4: { keysym: 0xffc1, code: 'F4' },
  shift: { keysym: 0xffe1, code: 'ShiftLeft' },
  control: { keysym: 0xffe3, code: 'ControlLeft' },
  alt: { keysym: 0xffe9, code: 'AltLeft' },
  super: { keysym: 0xffeb, code: 'MetaLeft' },
} as const satisfies Record<string, Key>;

export const functionKeys: readonly { label: string; key: Key }[] = Array.from({ length: 12 }, (_, n) => ({
  label: `F${n + 1}`,
  key: { keysym: 0xffbe + n, code: `F${n + 1}` },
}));

export interface Combination {
  label: string;
  keys: readonly Key[];
  /** What it does on most machines. */
  hint?: string;
}

export const ctrlAltDel: Combination = { label: 'Ctrl + Alt + Del', keys: [key.control, key.alt, key.delete] };

export const combinations: readonly Combination[] = [
  { label: 'Alt + Tab', keys: [key.alt, key.tab], hint: 'next window' },
  { label: 'Alt + F4', keys: [key.alt, key.f4], hint: 'close window' },
  { label: 'Ctrl + Alt + Backspace', keys: [key.control, key.alt, key.backspace] },
  { label: 'Ctrl + Shift + Esc', keys: [key.control, key.shift, key.escape], hint: 'task manager' },
  { label: 'Esc', keys: [key.escape] },
  { label: 'Tab', keys: [key.tab] },
  { label: 'Super', keys: [key.super], hint: 'start menu' },
  { label: 'Print Screen', keys: [key.printScreen] },
  { label: 'Pause', keys: [key.pause] },
];

export const holdable = [
  { name: 'control', label: 'Ctrl', key: key.control },
  { name: 'alt', label: 'Alt', key: key.alt },
  { name: 'shift', label: 'Shift', key: key.shift },
  { name: 'super', label: 'Super', key: key.super },
] as const;
export type HoldableName = (typeof holdable)[number]['name'];

export interface KeySink {
  sendKey(keysym: number, code: string | null, down?: boolean): void;
}

/** Presses in order, releases in reverse, so that modifiers enclose what they modify. */
export function sendCombination(sink: KeySink, keys: readonly Key[]): void {
  for (const { keysym, code } of keys) sink.sendKey(keysym, code, true);
  for (const { keysym, code } of keys.toReversed()) sink.sendKey(keysym, code, false);
}

/** RFC 6143 §7.5.4 and X11's keysymdef.h: Latin-1 as it is, everything else 0x01000000 + code point. */
export function keysymOf(character: string): number {
  const point = character.codePointAt(0)!;
  if (point === 0x0a || point === 0x0d) return key.enter.keysym;
  if (point === 0x09) return key.tab.keysym;
  if ((point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff)) return point;
  return 0x01000000 + point;
}
