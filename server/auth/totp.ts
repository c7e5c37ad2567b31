/** Codes of an authenticator app: RFC 6238 as every such app takes it. */

import { Secret, TOTP } from 'otpauth';
import { PortalError } from '../contract/errors';
import type { Sealer } from '../hosts/sealed';
import type { FactorRepository } from './factor-repository';

/** What the app shows above the codes. */
const ISSUER = 'VNC Portal';
/** SHA-1 with six digits every 30 s is all that some apps know, whatever the address says. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 6238, 5.2: one step for clocks that differ and for slow fingers. */
const WINDOW = 1;
/** RFC 4226, 4: 160 bits are recommended. */
const SECRET_BYTES = 20;
const MS = 1000;

interface Parts {
  factors: FactorRepository;
  sealer: Sealer;
  now: () => number;
}

export class TotpCodes {
  constructor(private readonly parts: Parts) {}

  /**
   * Draws a secret, which counts from its first code on.
   * @throws PortalError `totp_exists`
   */
  async begin(user: { id: string; name: string }): Promise<{ secret: string; uri: string }> {
    const secret = new Secret({ size: SECRET_BYTES });
    const sealed = this.parts.sealer.seal(secret.base32, user.id);
    if (!(await this.parts.factors.drawTotp(user.id, sealed, this.parts.now()))) throw new PortalError('totp_exists');
    return { secret: secret.base32, uri: new TOTP({ ...FORM, issuer: ISSUER, label: user.name, secret }).toString() };
  }

  /**
   * The check of the first code, apart from what is written when it is right.
   * @returns writes it; null for a wrong code, and where no secret waits for one
   */
  async confirmation(userId: string, code: string): Promise<((factors: FactorRepository) => Promise<boolean>) | null> {
    const stored = await this.parts.factors.totp(userId);
    if (stored?.confirmedAt !== null) return null;
    const step = this.stepOf(stored.secret, userId, code);
    if (step === null) return null;
    return (factors) => factors.confirmTotp(userId, { secret: stored.secret, at: this.parts.now(), step });
  }

  /** Whether the code is right and has not counted before: of one that is sent twice at once, the first. */
  async use(userId: string, code: string): Promise<boolean> {
    const stored = await this.parts.factors.totp(userId);
    if (!stored?.confirmedAt) return false;
    const step = this.stepOf(stored.secret, userId, code);
    return step !== null && this.parts.factors.useStep(userId, step);
  }

  /** @returns the time step that the code belongs to; null for a wrong one */
  private stepOf(sealed: string, userId: string, code: string): number | null {
    const token = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return null;
    const totp = new TOTP({ ...FORM, secret: Secret.fromBase32(this.unseal(sealed, userId)) });
    const timestamp = this.parts.now();
    const delta = totp.validate({ token, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / (FORM.period * MS)) + delta;
  }

  private unseal(sealed: string, userId: string): string {
    try {
      return this.parts.sealer.unseal(sealed, userId);
    } catch (error) {
      // Its own sentence speaks of a host.
      throw new PortalError('internal', { cause: error });
    }
  }
}
