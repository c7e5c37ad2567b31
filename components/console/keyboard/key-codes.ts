/** Keys by the name of their place, for combinations that people make. */

import type { useTranslations } from 'next-intl';
import { functionKeys, key, type Key } from './keys';

/** Keys that have a word on them, or need one. */
const inWords = [
  'ControlRight',
  'ShiftRight',
  'MetaRight',
  'ContextMenu',
  'Enter',
  'Space',
  'Backspace',
  'Pause',
  'ScrollLock',
  'CapsLock',
] as const;
type KeyInWords = (typeof inWords)[number];
const isInWords = (code: string): code is KeyInWords => (inWords as readonly string[]).includes(code);

type Translate = ReturnType<typeof useTranslations<'consoleKeyboard'>>;

const named: Readonly<Record<string, NamedKey>> = {
  ControlLeft: { label: 'Ctrl', key: key.control },
  ControlRight: { label: null, key: key.controlRight },
  AltLeft: { label: 'Alt', key: key.alt },
  AltRight: { label: 'AltGr', key: key.altGr },
  ShiftLeft: { label: 'Shift', key: key.shift },
  ShiftRight: { label: null, key: key.shiftRight },
  MetaLeft: { label: 'Super', key: key.super },
  MetaRight: { label: null, key: key.superRight },
  ContextMenu: { label: null, key: key.menu },
  Escape: { label: 'Esc', key: key.escape },
  Tab: { label: 'Tab', key: key.tab },
  Enter: { label: null, key: key.enter },
  Space: { label: null, key: key.space },
  Backspace: { label: null, key: key.backspace },
  Delete: { label: 'Del', key: key.delete },
  Insert: { label: 'Ins', key: key.insert },
  Home: { label: 'Home', key: key.home },
  End: { label: 'End', key: key.end },
  PageUp: { label: 'PgUp', key: key.pageUp },
  PageDown: { label: 'PgDn', key: key.pageDown },
  ArrowLeft: { label: '←', key: key.left },
  ArrowUp: { label: '↑', key: key.up },
  ArrowRight: { label: '→', key: key.right },
  ArrowDown: { label: '↓', key: key.down },
  PrintScreen: { label: 'PrtSc', key: key.printScreen },
  Pause: { label: null, key: key.pause },
  ScrollLock: { label: null, key: key.scrollLock },
  CapsLock: { label: null, key: key.capsLock },
};

/** Signs by their places on a US keyboard, whose names they have. */
const signs: Readonly<Record<string, string>> = {
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  IntlBackslash: '<',
};

const functions = new Map(functionKeys.map(({ label, key: functionKey }) => [label, functionKey]));

export interface NamedKey {
  /** null: in the catalogue. */
  label: string | null;
  key: Key;
}

/** @returns null for a key that no combination can have */
export function keyOfCode(code: string): NamedKey | null {
  const special = named[code];
  if (special) return special;
  const functionKey = functions.get(code);
  if (functionKey) return { label: code, key: functionKey };
  const sign = signs[code] ?? /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  return sign === undefined ? null : { label: sign, key: { keysym: sign.toLowerCase().charCodeAt(0), code } };
}

/** A code that this version does not know stays as it is. */
export function keyLabel(code: string, t: Translate): string {
  return isInWords(code) ? t(`keyName.${code}`) : (keyOfCode(code)?.label ?? code);
}

/** `Ctrl + Alt + T` */
export function labelOf(codes: readonly string[], t: Translate): string {
  return codes.map((code) => keyLabel(code, t)).join(' + ');
}

/** What is left of a combination when unknown keys are left out. */
export function keysOf(codes: readonly string[]): Key[] {
  return codes.flatMap((code) => keyOfCode(code)?.key ?? []);
}

/** Every key that a combination can have, to choose from. */
export const choosable: readonly string[] = [
  ...Object.keys(named),
  ...functions.keys(),
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
  ...Array.from('1234567890', (digit) => `Digit${digit}`),
  ...Object.keys(signs),
];
