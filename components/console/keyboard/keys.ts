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
  /** AltGr. X11 calls it ISO_Level3_Shift. */
  altGr: { keysym: 0xfe03, code: 'AltRight' },
  capsLock: { keysym: 0xffe5, code: 'CapsLock' },
  scrollLock: { keysym: 0xff14, code: 'ScrollLock' },
  controlRight: { keysym: 0xffe4, code: 'ControlRight' },
  shiftRight: { keysym: 0xffe2, code: 'ShiftRight' },
  superRight: { keysym: 0xffec, code: 'MetaRight' },
  menu: { keysym: 0xff67, code: 'ContextMenu' },
  space: { keysym: 0x20, code: 'Space' },
} as const satisfies Record<string, Key>;

export const functionKeys: readonly { label: string; key: Key }[] = Array.from({ length: 12 }, (_, n) => ({
  label: `F${n + 1}`,
  key: { keysym: 0xffbe + n, code: `F${n + 1}` },
}));

export interface Combination {
  /** What it does on most machines, by its key in the catalogue. */
  name?: 'nextWindow' | 'closeWindow' | 'endDesktop' | 'taskManager' | 'lock' | 'run' | 'startMenu' | 'closeTab' | 'newTab' | 'newWindow';
  keys: readonly Key[];
}

const letter = (name: string): Key => ({ keysym: name.toLowerCase().charCodeAt(0), code: `Key${name}` });

export const ctrlAltDel: Combination = { keys: [key.control, key.alt, key.delete] };

/** What the browser or the person's own machine keeps for itself. */
export const combinations: readonly Combination[] = [
  { keys: [key.alt, key.tab], name: 'nextWindow' },
  { keys: [key.alt, key.f4], name: 'closeWindow' },
  { keys: [key.super], name: 'startMenu' },
  { keys: [key.super, letter('L')], name: 'lock' },
  { keys: [key.super, letter('R')], name: 'run' },
  { keys: [key.control, key.shift, key.escape], name: 'taskManager' },
  { keys: [key.control, key.alt, key.backspace], name: 'endDesktop' },
  { keys: [key.control, letter('W')], name: 'closeTab' },
  { keys: [key.control, letter('T')], name: 'newTab' },
  { keys: [key.control, letter('N')], name: 'newWindow' },
  { keys: [key.escape] },
  { keys: [key.tab] },
  { keys: [functionKeys[10]!.key] },
  { keys: [key.menu] },
  { keys: [key.printScreen] },
  { keys: [key.pause] },
];

/** Linux's magic keys (Documentation/admin-guide/sysrq.rst), in the order that saves most of a machine that hangs. */
export const sysRq = ['R', 'E', 'I', 'S', 'U', 'B', 'O', 'H'] as const;
export type SysRq = (typeof sysRq)[number];
export const sysRqKeys = (name: SysRq): readonly Key[] => [key.alt, key.printScreen, letter(name)];

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

/**
 * As long as a quick finger takes. Window managers take the keyboard for themselves when Tab comes with Alt, and openbox goes on choosing
 * windows for ever if Alt is up again by then.
 */
const HELD_MS = 80;

/** Presses in order, releases in reverse, so that modifiers enclose what they modify. A key by itself goes up at once. */
export function sendCombination(sink: KeySink, keys: readonly Key[]): void {
  const release = () => {
    for (const { keysym, code } of keys.toReversed()) sink.sendKey(keysym, code, false);
  };
  for (const { keysym, code } of keys) sink.sendKey(keysym, code, true);
  if (keys.length > 1) setTimeout(release, HELD_MS);
  else release();
}

/** RFC 6143 §7.5.4 and X11's keysymdef.h: Latin-1 as it is, everything else 0x01000000 + code point. */
export function keysymOf(character: string): number {
  const point = character.codePointAt(0)!;
  if (point === 0x0a || point === 0x0d) return key.enter.keysym;
  if (point === 0x09) return key.tab.keysym;
  if ((point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff)) return point;
  return 0x01000000 + point;
}
