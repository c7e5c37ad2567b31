import { createHash } from 'node:crypto';
import type { ByteStream } from '../byte-stream';
import { isRsaPublicKey, type RsaPublicKey } from '../crypto/rsa';
import { RfbError, type RfbNote } from '../rfb-error';
import type { RsaOptions } from './security-type';

/** Bits of a server's key, as TigerVNC and noVNC allow them: below, anybody can break it; above, it is only there to cost time. */
const MIN_KEY_BITS = 1024;
const MAX_KEY_BITS = 8192;
/** RealVNC shows so many bytes of the SHA-1. */
const SHORT_FINGERPRINT = 8;

/** U32 bits, modulus, exponent: the server's first message. @throws RfbError `malformed` or `too_long` */
export async function readPeerKey(stream: ByteStream): Promise<RsaPublicKey> {
  const bits = await stream.readU32();
  if (bits > MAX_KEY_BITS) throw new RfbError('too_long', `RSA key of ${bits} bits`);
  if (bits < MIN_KEY_BITS) throw new RfbError('malformed', `RSA key of only ${bits} bits`);
  const length = Math.ceil(bits / 8);
  const key = { bits, modulus: await stream.read(length), exponent: await stream.read(length) };
  if (!isRsaPublicKey(key)) throw new RfbError('malformed', 'RSA key');
  return key;
}

/** A public key as it is sent, and as hashes and fingerprints take it. */
export function encoded({ bits, modulus, exponent }: RsaPublicKey): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(bits);
  return Buffer.concat([header, modulus, exponent]);
}

/**
 * Whether this is the server that is meant. Nothing but the host's own choice says so: without it, whoever is on the way could be the server
 * and read the password.
 * @throws RfbError `tls`, whose cause has the code, before anything was sent
 */
export function judgePeerKey(key: RsaPublicKey, options: RsaOptions = {}): void {
  const sha256 = createHash('sha256').update(encoded(key)).digest('hex');
  const sha1 = createHash('sha1').update(encoded(key)).digest().subarray(0, SHORT_FINGERPRINT).toString('hex');
  const short = sha1.replace(/..(?!$)/g, '$&-');
  options.onPeerKey?.({ fingerprint: sha256.toUpperCase().replace(/..(?!$)/g, '$&:'), shortFingerprint: short, bits: key.bits });
  if (options.pin !== undefined) {
    if (options.pin.replaceAll(':', '').toLowerCase() !== sha256)
      throw untrusted('ERR_RSA_PIN_MISMATCH', 'the server shows another RSA key', 'rsaKeyChanged', short);
  } else if (!options.pinOnFirstUse && !options.insecure)
    throw untrusted('ERR_RSA_KEY_UNKNOWN', "the server's RSA key is not known", 'rsaKeyUnknown', short);
}

function untrusted(code: string, problem: string, name: RfbNote['name'], fingerprint: string): RfbError {
  return new RfbError('tls', `${problem}: ${fingerprint}`, {
    cause: Object.assign(new Error(code), { code }),
    note: { name, values: { fingerprint } },
  });
}
