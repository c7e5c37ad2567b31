import { randomBytes } from 'node:crypto';

/**
 * Our private exponent has at most this many bytes. The longest key that a secret is turned into here is one of AES-128, and an exponent
 * of twice that strength is what such a key is worth (RFC 7919 section 5.2). A longer one would only block the process for longer: the
 * modulus, and so the price of each of its bits, is the server's choice.
 */
const MAX_EXPONENT_BYTES = 32;

/** What the server sends: numbers as big-endian bytes, modulus and public value equally long. */
export interface ServerShare {
  generator: Buffer;
  modulus: Buffer;
  publicValue: Buffer;
}

/** Each as many bytes as the server's modulus, with leading zeros. */
export interface ClientShare {
  publicValue: Buffer;
  secret: Buffer;
}

/**
 * The client's half of a Diffie-Hellman exchange with parameters of any size and origin. Node's own refuses the 64-bit modulus of
 * MSLogonII, and tests a modulus for being a safe prime, which takes seconds for a long one.
 * @returns undefined for parameters under which no secret could be: a modulus that isn't odd or is below 5, a generator or a public value
 *   that is 0, 1 or −1 modulo it (RFC 2631 section 2.1.5)
 */
export function answerShare(server: ServerShare, random: (length: number) => Buffer = randomBytes): ClientShare | undefined {
  const modulus = toBigInt(server.modulus);
  if (modulus < 5n || modulus % 2n === 0n) return undefined;
  const generator = toBigInt(server.generator) % modulus;
  const theirs = toBigInt(server.publicValue);
  if (theirs >= modulus || isTrivial(generator, modulus) || isTrivial(theirs, modulus)) return undefined;
  const length = server.modulus.length;
  const exponent = random(Math.min(length, MAX_EXPONENT_BYTES));
  const x = toBigInt(exponent);
  exponent.fill(0);
  return { publicValue: toBytes(modPow(generator, x, modulus), length), secret: toBytes(modPow(theirs, x, modulus), length) };
}

/** base^exponent mod modulus, by squaring. The time depends on the exponent, which here serves once. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const isTrivial = (value: bigint, modulus: bigint): boolean => value <= 1n || value === modulus - 1n;

const toBigInt = (bytes: Buffer): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`));

const toBytes = (value: bigint, length: number): Buffer => Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
