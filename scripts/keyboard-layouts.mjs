#!/usr/bin/env node
/**
 * Makes components/console/keyboard/layouts/*.ts and keysyms.ts from the keyboard data of X11. Run by a developer when a layout joins the
 * contract, never by the build. Wants Debian's x11-xkb-utils (xkbcomp), xkb-data and x11proto-dev (keysymdef.h).
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const KEYSYMS = '/usr/include/X11/keysymdef.h';
const target = join(import.meta.dirname, '../components/console/keyboard');
const contract = join(import.meta.dirname, '../server/contract/keyboard.ts');

/** XKB's names of the keys that type, and those of KeyboardEvent.code. */
const row = (prefix, first, codes) => codes.map((code, n) => [`${prefix}${String(n + first).padStart(2, '0')}`, code]);
const letters = (text) => [...text].map((letter) => `Key${letter}`);
const places = new Map([
  ['TLDE', 'Backquote'],
  ...row('AE', 1, [...[...'1234567890'].map((digit) => `Digit${digit}`), 'Minus', 'Equal', 'IntlYen']),
  ...row('AD', 1, [...letters('QWERTYUIOP'), 'BracketLeft', 'BracketRight']),
  ...row('AC', 1, [...letters('ASDFGHJKL'), 'Semicolon', 'Quote']),
  ['BKSL', 'Backslash'],
  ['LSGT', 'IntlBackslash'],
  ...row('AB', 1, [...letters('ZXCVBNM'), 'Comma', 'Period', 'Slash', 'IntlRo']),
]);

/** X11's dead keys as the combining character that makes the same letters. */
const dead = {
  dead_grave: 0x300,
  dead_acute: 0x301,
  dead_circumflex: 0x302,
  dead_tilde: 0x303,
  dead_macron: 0x304,
  dead_breve: 0x306,
  dead_abovedot: 0x307,
  dead_diaeresis: 0x308,
  dead_hook: 0x309,
  dead_abovering: 0x30a,
  dead_doubleacute: 0x30b,
  dead_caron: 0x30c,
  dead_horn: 0x31b,
  dead_belowdot: 0x323,
  dead_cedilla: 0x327,
  dead_ogonek: 0x328,
};

/** Name → [number, character]; a keysym that stands for a character names it in its comment, `U+00E9 LATIN …`, or in brackets one like it. */
function readKeysyms() {
  const known = new Map();
  for (const line of readFileSync(KEYSYMS, 'utf8').split('\n')) {
    const match = /^#define XK_(\w+)\s+0x([0-9a-f]+)\s*\/\*\s*(\(?)U\+([0-9A-F]{4,6})/.exec(line);
    if (!match) continue;
    const [, name, number, like, point] = match;
    known.set(name, {
      keysym: Number.parseInt(number, 16),
      character: String.fromCodePoint(Number.parseInt(point, 16)),
      exact: like === '',
    });
  }
  return known;
}

const keysyms = readKeysyms();
/** No key types it at this level. */
const NOTHING = ' ';

function characterOf(name) {
  if (name in dead) return String.fromCodePoint(dead[name]);
  const unicode = /^U([0-9A-F]{4,6})$/.exec(name);
  if (unicode) return String.fromCodePoint(Number.parseInt(unicode[1], 16));
  return keysyms.get(name)?.character ?? NOTHING;
}

/** Their keyboards have no key between Shift and Z; XKB types `<` there, Windows a backslash. */
const withoutIntlBackslash = new Set(['us', 'jp', 'pl']);

/** As XKB has it, but for where other systems differ: on a Japanese keyboard XKB types a second `~` with Shift+0, they nothing. */
function keysOf(layout) {
  const source = `xkb_keymap { xkb_keycodes { include "evdev" }; xkb_types { include "complete" };
    xkb_compat { include "complete" }; xkb_symbols { include "pc+${layout}" }; };`;
  const compiled = execFileSync('xkbcomp', ['-xkb', '-w0', '-', '-'], { input: source, encoding: 'utf8' });
  const keys = [];
  // Without it the tables still have third levels, which nothing on the keyboard reaches.
  const altGr = /key\s+<RALT>[^;]*ISO_Level3_Shift/.test(compiled);
  for (const [name, code] of places) {
    if (code === 'IntlBackslash' && withoutIntlBackslash.has(layout)) continue;
    // `key <AE01> { [ 1, exclam ] };` or, with a type, `symbols[Group1]= [ 1, exclam, onesuperior, exclamdown ]`
    const body = new RegExp(`key\\s+<${name}>\\s*\\{([^}]*)\\}`).exec(compiled)?.[1];
    const symbols = body && /\[\s*([A-Za-z0-9_, ]+?)\s*\]\s*$/.exec(body.trim())?.[1];
    if (!symbols) continue;
    const levels = symbols
      .split(',')
      .slice(0, altGr ? 4 : 2)
      .map((symbol) => characterOf(symbol.trim()))
      .join('')
      .trimEnd();
    if (levels !== '') keys.push([code, layout === 'jp' && code === 'Digit0' ? levels.slice(0, 1) : levels]);
  }
  return keys;
}

/** Combining and invisible characters would be unreadable in the source. */
const escaped = (text) =>
  `'${text.replace(/['\\]/g, '\\$&').replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`)}'`;

async function write(file, text) {
  const path = join(target, file);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

const [, list] = /keyboardLayouts = \[([^\]]*)\]/.exec(readFileSync(contract, 'utf8'));
const layouts = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
const typed = new Set();
for (const layout of layouts) {
  const keys = keysOf(layout);
  for (const [, levels] of keys) for (const character of levels) typed.add(character);
  const rows = keys.map(([code, levels]) => `  ${code}: ${escaped(levels)},`).join('\n');
  await write(
    `layouts/${layout}.ts`,
    `/** XKB's layout ${layout}; made by scripts/keyboard-layouts.mjs. */

import type { LayoutKeys } from '../layout-keys';

const keys: LayoutKeys = {
${rows}
};

export default keys;
`,
  );
}

/** What one dead key and one letter make. */
const marks = Object.values(dead).map((point) => String.fromCodePoint(point));
for (const letter of [...typed]) {
  for (const mark of marks) {
    const whole = (letter + mark).normalize('NFC');
    if (whole.length === 1) typed.add(whole);
  }
}

/** Outside of Latin-1, where keysyms are the characters' own numbers, some have a number of their own from before Unicode. */
const older = [...keysyms.values()]
  .filter(({ keysym, character, exact }) => exact && character > '\u00ff' && keysym < 0x01000000 && typed.has(character))
  .sort((a, b) => a.character.codePointAt(0) - b.character.codePointAt(0));
await write(
  'keysyms.ts',
  `/** Characters that layouts type and whose keysym is older than Unicode (X11's keysymdef.h); made by scripts/keyboard-layouts.mjs. */

export const olderKeysyms: Readonly<Record<string, number>> = {
${older.map(({ keysym, character }) => `  ${escaped(character)}: 0x${keysym.toString(16)},`).join('\n')}
};
`,
);
