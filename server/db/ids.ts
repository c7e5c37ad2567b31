import { randomFillSync } from 'node:crypto';

/** Enough that no id can be guessed, nor be drawn twice. */
const ID_BYTES = 16;

/** Drawn at once, since a draw costs much more than its bytes. Each byte is given once. */
const drawn = Buffer.alloc(4096);
let used = drawn.length;

function random(bytes: number, encoding: 'base64url' | 'hex'): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytes;
  return drawn.toString(encoding, used - bytes, used);
}

export function newId(): string {
  return random(ID_BYTES, 'base64url');
}

let counter = 0;

/** An id that sorts by time, and within one process and millisecond by order of creation: the rows of a log stay in order. */
export function sortableId(at: number): string {
  counter = (counter + 1) % 0x1000000;
  return `${at.toString(16).padStart(12, '0')}${counter.toString(16).padStart(6, '0')}${random(6, 'hex')}`;
}
