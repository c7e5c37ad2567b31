import { randomBytes } from 'node:crypto';

/** Enough that no id can be guessed, nor be drawn twice. */
const ID_BYTES = 16;

export function newId(): string {
  return randomBytes(ID_BYTES).toString('base64url');
}

let counter = 0;

/** An id that sorts by time, and within one process and millisecond by order of creation: the rows of a log stay in order. */
export function sortableId(at: number): string {
  counter = (counter + 1) % 0x1000000;
  return `${at.toString(16).padStart(12, '0')}${counter.toString(16).padStart(6, '0')}${randomBytes(6).toString('hex')}`;
}
