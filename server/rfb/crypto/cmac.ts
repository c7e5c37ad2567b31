import { type Cipher, createCipheriv } from 'node:crypto';

/** AES works on blocks of this many bytes, and so do CMAC and EAX. */
export const AES_BLOCK = 16;

const ZERO_BLOCK = Buffer.alloc(AES_BLOCK);
/** RFC 4493 section 2.3, const_Rb: how doubling reduces in GF(2^128). */
const R_128 = 0x87;

/** AES-CMAC (RFC 4493; OMAC1 in the EAX paper), which Node's crypto doesn't offer, from the AES that it does. */
export class AesCmac {
  readonly #key: Buffer;
  readonly #algorithm: string;
  /** Serves for any number of single blocks; a cipher for each of them would cost more than the blocks. */
  readonly #ecb: Cipher;
  readonly #k1: Buffer;
  readonly #k2: Buffer;

  /** @param key 16, 24 or 32 bytes, copied: the caller may zero its own */
  constructor(key: Buffer) {
    this.#key = Buffer.from(key);
    this.#algorithm = `aes-${key.length * 8}-cbc`;
    this.#ecb = createCipheriv(`aes-${key.length * 8}-ecb`, this.#key, null).setAutoPadding(false);
    this.#k1 = doubled(this.#ecb.update(ZERO_BLOCK));
    this.#k2 = doubled(this.#k1);
  }

  /** What `tag` starts from for the rest of a message whose first block is this one. */
  after(block: Buffer): Buffer {
    return this.#ecb.update(block);
  }

  /**
   * The 16-byte tag of a message of any length (section 2.4).
   * @param state see `after`; a rest after it may not be empty
   */
  tag(message: Buffer, state: Buffer = ZERO_BLOCK): Buffer {
    const whole = message.length > 0 && message.length % AES_BLOCK === 0;
    const lastAt = whole ? message.length - AES_BLOCK : message.length - (message.length % AES_BLOCK);
    const last = Buffer.alloc(AES_BLOCK);
    message.copy(last, 0, lastAt);
    if (!whole) last[message.length - lastAt] = 0x80;
    xorInto(last, whole ? this.#k1 : this.#k2);
    if (lastAt > 0) {
      const cbc = createCipheriv(this.#algorithm, this.#key, state).setAutoPadding(false);
      cbc.update(message.subarray(0, lastAt));
      return cbc.update(last);
    }
    xorInto(last, state);
    return this.#ecb.update(last);
  }
}

/** `target ^= other`, byte by byte over the target. */
export function xorInto(target: Buffer, other: Buffer): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!;
}

/** Multiplied by x in GF(2^128): a shift to the left, with the bit that falls out folded back in (section 2.3). */
function doubled(block: Buffer): Buffer {
  const result = Buffer.alloc(AES_BLOCK);
  for (let i = 0; i < AES_BLOCK; i++) result[i] = (block[i]! << 1) | ((block[i + 1] ?? 0) >> 7);
  if (block[0]! & 0x80) result[AES_BLOCK - 1]! ^= R_128;
  return result;
}
