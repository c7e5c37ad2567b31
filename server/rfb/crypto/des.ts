import { createCipheriv } from 'node:crypto';

/** DES has blocks, keys and vectors of this many bytes. */
export const DES_BLOCK = 8;

/**
 * DES as VNC uses it: every byte of the key is taken with its bits in reverse order (RFC 6143 section 7.2.2 and its errata).
 * OpenSSL 3 keeps single DES in its legacy provider; triple DES with one key three times over is the same cipher.
 */
function vncKey(key: Buffer): Buffer {
  const reversed = key.subarray(0, DES_BLOCK).map(reversedBits);
  return Buffer.concat([reversed, reversed, reversed]);
}

/** DES-CBC without padding. @param plain whole blocks; its length is kept */
export function vncDesCbc(key: Buffer, vector: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', vncKey(key), vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** DES-ECB without padding. @param plain whole blocks; its length is kept */
export function vncDesEcb(key: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-ecb', vncKey(key), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

function reversedBits(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
}
