import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/** The key of session cookies, as next-auth takes it. Derived, so that no other use of the portal's secret can be turned against it. */
export function sessionKey(secret: Buffer): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'vnc-portal/session', KEY_BYTES)).toString('base64url');
}
