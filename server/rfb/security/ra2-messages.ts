/** The layer of RSA-AES (rfbproto.rst, "RSA-AES Security Type"): a stream of bytes as messages, U16 length, AES-EAX ciphertext, tag. */

import { AesEax, EAX_TAG_LENGTH } from '../crypto/aes-eax';
import { RfbError } from '../rfb-error';

/** The length is what the tag vouches for as the associated data. */
export const HEADER_LENGTH = 2;
/** Bytes of a message after its header and its plaintext's length. */
export const TAG_LENGTH = EAX_TAG_LENGTH;
/** Longest plaintext that we put into one message, as TigerVNC does: the other side has to have all of it before it reads a byte. */
const MAX_PLAIN = 8192;
const NONCE_LENGTH = 16;

/** Ours: one for each connection, as the nonce counts the messages and none may come twice. */
export class MessageSealer {
  readonly #eax: AesEax;
  readonly #nonce = Buffer.alloc(NONCE_LENGTH);

  constructor(key: Buffer) {
    this.#eax = new AesEax(key);
  }

  /** @returns as many messages as it takes */
  seal(plain: Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let from = 0; from < plain.length; from += MAX_PLAIN) {
      const piece = plain.subarray(from, from + MAX_PLAIN);
      const header = Buffer.alloc(HEADER_LENGTH);
      header.writeUInt16BE(piece.length);
      parts.push(header, this.#eax.seal(this.#nonce, header, piece));
      increment(this.#nonce);
    }
    return Buffer.concat(parts);
  }
}

/** Theirs, in the order in which they come. */
export class MessageOpener {
  readonly #eax: AesEax;
  readonly #nonce = Buffer.alloc(NONCE_LENGTH);

  constructor(key: Buffer) {
    this.#eax = new AesEax(key);
  }

  /** @throws RfbError `malformed` for a message that was changed, left out or repeated on the way */
  open(header: Buffer, sealed: Buffer): Buffer {
    const plain = this.#eax.open(this.#nonce, header, sealed);
    if (!plain) throw new RfbError('malformed', 'an encrypted message whose tag is wrong');
    increment(this.#nonce);
    return plain;
  }
}

/** The index of a message is the nonce: 16 bytes, little-endian, from zero. */
function increment(nonce: Buffer): void {
  for (let i = 0; i < NONCE_LENGTH; i++) {
    nonce[i]! += 1;
    if (nonce[i] !== 0) return;
  }
}
