import { createCipheriv, timingSafeEqual } from 'node:crypto';
import { AES_BLOCK, AesCmac, xorInto } from './cmac';

/** Every sealed message ends in a tag of this many bytes. */
export const EAX_TAG_LENGTH = AES_BLOCK;

/** Which of the three strings a CMAC is of: EAX sets them apart by a first block that holds this number. */
const kinds = { nonce: firstBlock(0), header: firstBlock(1), ciphertext: firstBlock(2) };
type Kind = keyof typeof kinds;

/**
 * AES in EAX mode (Bellare, Rogaway, Wagner: "The EAX Mode of Operation", 2004): CTR for secrecy, CMAC for integrity.
 * RSA-AES (rfbproto, "RSA-AES Security Type") is what needs it. OpenSSL has no EAX.
 */
export class AesEax {
  readonly #key: Buffer;
  readonly #algorithm: string;
  readonly #cmac: AesCmac;
  readonly #states: Record<Kind, Buffer>;

  /** @param key 16 or 32 bytes, copied: the caller may zero its own */
  constructor(key: Buffer) {
    this.#key = Buffer.from(key);
    this.#algorithm = `aes-${key.length * 8}-ctr`;
    this.#cmac = new AesCmac(key);
    const after = (kind: Kind): Buffer => this.#cmac.after(kinds[kind]);
    this.#states = { nonce: after('nonce'), header: after('header'), ciphertext: after('ciphertext') };
  }

  /** @returns the ciphertext, as long as `plain`, followed by the tag */
  seal(nonce: Buffer, header: Buffer, plain: Buffer): Buffer {
    const start = this.#omac('nonce', nonce);
    const ciphertext = this.#counter(start, plain);
    return Buffer.concat([ciphertext, this.#tag(start, header, ciphertext)]);
  }

  /** @returns the plaintext, or undefined when the tag is wrong: nothing is decrypted before it was compared */
  open(nonce: Buffer, header: Buffer, sealed: Buffer): Buffer | undefined {
    if (sealed.length < EAX_TAG_LENGTH) return undefined;
    const ciphertext = sealed.subarray(0, sealed.length - EAX_TAG_LENGTH);
    const start = this.#omac('nonce', nonce);
    if (!timingSafeEqual(this.#tag(start, header, ciphertext), sealed.subarray(ciphertext.length))) return undefined;
    return this.#counter(start, ciphertext);
  }

  #tag(start: Buffer, header: Buffer, ciphertext: Buffer): Buffer {
    const tag = this.#omac('ciphertext', ciphertext);
    xorInto(tag, start);
    xorInto(tag, this.#omac('header', header));
    return tag;
  }

  #omac(kind: Kind, bytes: Buffer): Buffer {
    return bytes.length > 0 ? this.#cmac.tag(bytes, this.#states[kind]) : this.#cmac.tag(kinds[kind]);
  }

  #counter(start: Buffer, bytes: Buffer): Buffer {
    return createCipheriv(this.#algorithm, this.#key, start).update(bytes);
  }
}

function firstBlock(number: number): Buffer {
  const block = Buffer.alloc(AES_BLOCK);
  block[AES_BLOCK - 1] = number;
  return block;
}
