import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { saslPrep } from './sasl-prep';

/** RFC 5802 section 5.1 and RFC 7677 section 4 ask for at least so many rounds. Fewer would let whoever answers as the server guess the password from our proof. */
const MIN_ITERATIONS = 4096;
/** A server says how long we compute: a million rounds are half a second of a thread, and above what any server is set to. */
const MAX_ITERATIONS = 1_000_000;
/** Salts have 8 to 64 bytes in the field. */
const MAX_SALT = 1024;
const NONCE_BYTES = 24;
/** "n,,": no channel binding, no other identity to act as (RFC 5802 section 7). */
const GS2_HEADER = 'n,,';

/** The strongest first. QEMU before Cyrus SASL 2.1.28 knows only the last. */
export const SCRAM_DIGESTS = ['sha512', 'sha256', 'sha1'] as const;
export type ScramDigest = (typeof SCRAM_DIGESTS)[number];
const digestLengths: Record<ScramDigest, number> = { sha512: 64, sha256: 32, sha1: 20 };

export type ScramProblem = 'malformed' | 'refused' | 'server_not_proven';

/** `detail` of a refusal is the server's own word (RFC 5802 section 7, server-error-value); nothing here holds a secret. */
export class ScramError extends Error {
  override readonly name = 'ScramError';
  constructor(
    readonly problem: ScramProblem,
    readonly detail: string,
  ) {
    super(`SCRAM: ${detail}`);
  }
}

/**
 * The client's side of SCRAM (RFC 5802; RFC 7677 for SHA-256): neither side shows the password, and each proves that it knows it. Call `first`,
 * `answer` with the server's first message, and `verify` with its last: without that the server is not the one that knows the password.
 */
export class Scram {
  readonly #digest: ScramDigest;
  readonly #password: string;
  readonly #nonce: string;
  readonly #firstBare: string;
  #serverSignature: Buffer | undefined;

  constructor(digest: ScramDigest, username: string, password: string, nonce = randomBytes(NONCE_BYTES).toString('base64')) {
    this.#digest = digest;
    this.#password = saslPrep(password);
    this.#nonce = nonce;
    this.#firstBare = `n=${saslPrep(username).replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  }

  first(): Buffer {
    return Buffer.from(GS2_HEADER + this.#firstBare);
  }

  /** client-final-message for server-first-message. @throws ScramError */
  async answer(serverFirst: Buffer): Promise<Buffer> {
    const text = serverFirst.toString();
    const { nonce, salt, iterations } = this.#parse(text);
    const salted = await promisify(pbkdf2)(this.#password, salt, iterations, digestLengths[this.#digest], this.#digest);
    const clientKey = this.#hmac(salted, 'Client Key');
    const serverKey = this.#hmac(salted, 'Server Key');
    salted.fill(0);
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${nonce}`;
    const exchange = `${this.#firstBare},${text},${withoutProof}`;
    const signature = this.#hmac(createHash(this.#digest).update(clientKey).digest(), exchange);
    this.#serverSignature = this.#hmac(serverKey, exchange);
    serverKey.fill(0);
    const proof = clientKey.map((byte, i) => byte ^ signature[i]!);
    return Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`);
  }

  /** Whether server-final-message proves that the server knows the password too. @throws ScramError when not, or when it refuses ours */
  verify(serverFinal: Buffer): void {
    const [first = ''] = serverFinal.toString().split(',');
    if (first.startsWith('e=')) throw new ScramError('refused', first.slice(2));
    const theirs = first.startsWith('v=') ? fromBase64(first.slice(2)) : undefined;
    if (!theirs) throw new ScramError('malformed', 'server-final-message');
    const ours = this.#serverSignature;
    if (!ours || ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) {
      throw new ScramError('server_not_proven', 'the server does not prove that it knows the password');
    }
  }

  /** server-first-message: r=nonce,s=salt,i=iterations[,extensions]; a mandatory extension (m=) comes first and is not understood. */
  #parse(text: string): { nonce: string; salt: Buffer; iterations: number } {
    if (text.startsWith('e=')) throw new ScramError('refused', text.slice(2));
    const match = /^r=(?<nonce>[\x21-\x2b\x2d-\x7e]+),s=(?<salt>[A-Za-z0-9+/=]+),i=(?<iterations>[1-9][0-9]{0,9})(?:,|$)/.exec(text);
    const { nonce = '', salt: salt64 = '', iterations: rounds = '' } = match?.groups ?? {};
    const salt = fromBase64(salt64);
    if (!salt || salt.length === 0 || salt.length > MAX_SALT) throw new ScramError('malformed', 'server-first-message');
    // Another nonce than ours with something added would be another exchange, replayed.
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) throw new ScramError('malformed', 'nonce');
    const iterations = Number(rounds);
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) throw new ScramError('malformed', `${iterations} iterations`);
    return { nonce, salt, iterations };
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#digest, key).update(text).digest();
  }
}

/** Base64 as RFC 4648 writes it, or undefined: Buffer.from would leave out what it can't read. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
