/** Keysyms as X11's own keyboard maps name them, which a server that compares keysyms finds there. */

import { keysymOf } from './keys';
import { olderKeysyms } from './keysyms';

/** Means no key at all. */
export const VOID_SYMBOL = 0xffffff;

export function keysymFor(character: string): number {
  return olderKeysyms[character] ?? keysymOf(character);
}

/** X11's keysymdef.h has the dead keys in a row of their own; by the combining character that our tables have. */
const dead: Readonly<Record<string, number>> = {
  '\u0300': 0xfe50,
  '\u0301': 0xfe51,
  '\u0302': 0xfe52,
  '\u0303': 0xfe53,
  '\u0304': 0xfe54,
  '\u0306': 0xfe55,
  '\u0307': 0xfe56,
  '\u0308': 0xfe57,
  '\u030a': 0xfe58,
  '\u030b': 0xfe59,
  '\u030c': 0xfe5a,
  '\u0327': 0xfe5b,
  '\u0328': 0xfe5c,
  '\u0323': 0xfe60,
  '\u0309': 0xfe61,
  '\u031b': 0xfe62,
};

export function isDeadKey(character: string): boolean {
  return character in dead;
}

/** @param mark one of the combining characters in the tables of the layouts */
export function deadKeysym(mark: string): number {
  return dead[mark] ?? VOID_SYMBOL;
}
