/** VNC passwords at rest: AES-256-GCM under a key derived from the portal's secret. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D, 5.2.1.1: the length that GCM is made for. A random one is safe for 2^32 passwords under one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What comes after it may change one day; what is stored stays readable. */
const VERSION = 'v1.';

export class Sealer {
  private readonly key: Buffer;

  /** @param label of what is sealed: what one key sealed, another does not open */
  constructor(secret: Buffer, label = 'vnc-portal/vnc-password') {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', label, KEY_BYTES));
  }

  /** @param hostId bound to it: a sealed password that is moved to another host's row does not open there */
  seal(password: string, hostId: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(hostId));
    const sealed = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()]);
    return VERSION + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws PortalError `internal` when it was sealed under another secret, for another host, or was tampered with */
  unseal(sealed: string, hostId: string): string {
    try {
      if (!sealed.startsWith(VERSION)) throw new Error('unknown version of a sealed password');
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      const iv = bytes.subarray(0, IV_BYTES);
      const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(ALGORITHM, this.key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(hostId)).setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new PortalError('internal', { message: text('errors.sealed'), cause: error });
    }
  }
}
