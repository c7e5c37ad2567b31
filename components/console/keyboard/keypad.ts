/**
 * The keys of the keypad for servers that take keysyms only and tell nothing of Num Lock. Such a server (x11vnc) presses the key of the keypad
 * at the machine, whose own Num Lock then decides between a digit and an arrow. The digit and the arrow each have a key without Num Lock.
 */

/** X11's keysymdef.h. */
const FIRST_DIGIT = 0xffb0;
const LAST_DIGIT = 0xffb9;

const plain: Readonly<Record<number, number>> = {
  0xffac: 0x2c, // KP_Separator, a comma
  0xffae: 0x2e, // KP_Decimal, a point
  0xff95: 0xff50, // Home
  0xff96: 0xff51, // Left
  0xff97: 0xff52, // Up
  0xff98: 0xff53, // Right
  0xff99: 0xff54, // Down
  0xff9a: 0xff55, // Prior
  0xff9b: 0xff56, // Next
  0xff9c: 0xff57, // End
  0xff9e: 0xff63, // Insert
  0xff9f: 0xffff, // Delete
};

/** The keysym of the same character or function on another key; the same one for all other keys. */
export function withoutNumLock(keysym: number): number {
  if (keysym >= FIRST_DIGIT && keysym <= LAST_DIGIT) return 0x30 + keysym - FIRST_DIGIT;
  return plain[keysym] ?? keysym;
}
