/** Challenges of the Web Authentication API: for one purpose, one person and one answer. */

import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PasskeyRepository } from './passkey-repository';

/** `register`: a new passkey. `sign-in`: instead of name and password. `factor`: as their second factor. `fresh`: once more, when signed in. */
export type CeremonyPurpose = 'register' | 'sign-in' | 'factor' | 'fresh';

export const CEREMONY_MS = 5 * 60_000;
const KEY_BYTES = 32;
const ID_BYTES = 16;
const ID = /^([0-9a-z]{1,11})\.[A-Za-z0-9_-]{22}$/;
const RADIX = 36;

/**
 * A challenge is computed from its id under a key of the portal's, and only one that was answered rightly is written down: anybody may ask
 * for challenges, and fills no table with it.
 */
export class Ceremonies {
  private readonly key: Buffer;

  constructor(private readonly parts: { passkeys: PasskeyRepository; secret: Buffer; now: () => number }) {
    this.key = Buffer.from(hkdfSync('sha256', parts.secret, '', 'vnc-portal/ceremony', KEY_BYTES));
  }

  /** @param userId '' for whoever shows a passkey */
  begin(purpose: CeremonyPurpose, userId: string): { id: string; challenge: Buffer } {
    const id = `${(this.parts.now() + CEREMONY_MS).toString(RADIX)}.${randomBytes(ID_BYTES).toString('base64url')}`;
    return { id, challenge: this.challengeOf(id, purpose, userId) };
  }

  /** @returns what has to be signed, base64url; null when it is too late, or no ceremony of ours */
  expected(id: string, purpose: CeremonyPurpose, userId: string): string | null {
    return this.endOf(id) > this.parts.now() ? this.challengeOf(id, purpose, userId).toString('base64url') : null;
  }

  /** @returns false when it was answered before */
  async use(id: string, purpose: CeremonyPurpose, userId: string, challenge: string): Promise<boolean> {
    return this.parts.passkeys.useCeremony({ id, userId, purpose, challenge, expiresAt: this.endOf(id) }, this.parts.now());
  }

  private endOf(id: string): number {
    const [, end] = ID.exec(id) ?? [];
    return end === undefined ? 0 : Number.parseInt(end, RADIX);
  }

  private challengeOf(id: string, purpose: CeremonyPurpose, userId: string): Buffer {
    return createHmac('sha256', this.key).update([id, purpose, userId].join('\n')).digest();
  }
}
