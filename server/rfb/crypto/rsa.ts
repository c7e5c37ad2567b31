import { constants, createPublicKey, generateKeyPair, privateDecrypt, publicEncrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** Numbers as big-endian bytes, each ⌈bits / 8⌉ long. */
export interface RsaPublicKey {
  bits: number;
  modulus: Buffer;
  exponent: Buffer;
}

export interface RsaKeyPair {
  publicKey: RsaPublicKey;
  /** @returns the message of exactly so many bytes, or undefined when it isn't one encrypted with EME-PKCS1-v1_5 to this key */
  decrypt(encrypted: Buffer, messageLength: number): Buffer | undefined;
}

/** An exponent of more than this many bits is what OpenSSL refuses for long moduli (OPENSSL_RSA_MAX_PUBEXP_BITS), for the time it takes. */
const MAX_EXPONENT_BITS = 64;
/** EME-PKCS1-v1_5 (RFC 8017 section 7.2.1): 00 02, padding without a zero, 00, message. */
const PADDING_START = 2;

/** A fresh key pair, made on the thread pool: 2048 bits take some tenths of a second, 4096 some seconds. */
export async function generateRsaKeyPair(bits: number): Promise<RsaKeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: 65_537 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const length = Math.ceil(bits / 8);
  return {
    publicKey: { bits, modulus: fromJwk(n, length), exponent: fromJwk(e, length) },
    decrypt(encrypted, messageLength) {
      // Node refuses RSA_PKCS1_PADDING here since CVE-2023-46809: an oracle for a key that serves many messages. This one serves a single one.
      const padded = tried(() => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted));
      return padded && withoutPadding(padded, messageLength);
    },
  };
}

/** Whether a stranger's numbers are a key that can be encrypted to in bounded time: of its announced length, odd, and with a small exponent. */
export function isRsaPublicKey({ bits, modulus, exponent }: RsaPublicKey): boolean {
  const e = BigInt(`0x${exponent.toString('hex')}`);
  return (
    modulus.length === Math.ceil(bits / 8) &&
    modulus[0] !== 0 &&
    isOdd(modulus) &&
    isOdd(exponent) &&
    e >= 3n &&
    e < 1n << BigInt(MAX_EXPONENT_BITS)
  );
}

/** EME-PKCS1-v1_5. @returns undefined when OpenSSL won't have the key, or the message is too long for it */
export function rsaEncrypt({ modulus, exponent }: RsaPublicKey, message: Buffer): Buffer | undefined {
  return tried(() => {
    const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, message);
  });
}

function withoutPadding(padded: Buffer, messageLength: number): Buffer | undefined {
  const zeroAt = padded.length - messageLength - 1;
  const rightly = padded[0] === 0 && padded[1] === 2 && padded.indexOf(0, PADDING_START) === zeroAt;
  const message = rightly ? Buffer.from(padded.subarray(zeroAt + 1)) : undefined;
  padded.fill(0);
  return message;
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const isOdd = (bytes: Buffer): boolean => (bytes.at(-1)! & 1) === 1;

function fromJwk(value: string | undefined, length: number): Buffer {
  const bytes = Buffer.from(value!, 'base64url');
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
