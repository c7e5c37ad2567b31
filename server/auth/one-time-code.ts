/** Codes that somebody types from a paper, a terminal or a message, once. */

import { createHash, createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';

/** Without I, L, O, U, 0 and 1, which are misread or spell words. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUPS = 3;
/** Twelve of thirty letters: 58 bits, far beyond what the throttle lets anybody try. */
const GROUP_LENGTH = 4;
const KEY_BYTES = 32;

export function drawCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The same from the same: several processes make one code. */
export function derivedCode(secret: Buffer, salt: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/setup-code', KEY_BYTES));
  let number = BigInt(`0x${createHmac('sha256', key).update(salt).digest('hex')}`);
  // 256 bits, of which 59 are used: no letter is likelier than another.
  const letter = () => {
    const index = Number(number % BigInt(LETTERS.length));
    number /= BigInt(LETTERS.length);
    return LETTERS[index];
  };
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** In constant time: both are hashed to the same length first. */
export function sameCode(given: string, expected: string): boolean {
  const digest = (code: string) => createHash('sha256').update(normal(code)).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Stored codes. Under a key of the portal's: 58 bits could be guessed from a hash that anybody can compute. */
export class CodeHasher {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/one-time-code', KEY_BYTES));
  }

  /** @param userId bound to it: the same code is another one for somebody else */
  hash(code: string, userId: string): string {
    return createHmac('sha256', this.key)
      .update(`${userId}\n${normal(code)}`)
      .digest('hex');
  }
}

/** However it was typed. */
function normal(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
