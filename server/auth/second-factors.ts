/** What an account can show besides its password, and whether what is shown is right. */

import type { AuditService } from '../audit/audit-service';
import type { Executor } from '../audit/audit-repository';
import type { Config } from '../config';
import { PortalError } from '../contract/errors';
import type { FactorMethod } from '../contract/factors';
import type { Role } from '../contract/people';
import { hasFactor, type FactorCounts, type FactorRepository } from './factor-repository';
import type { CodeHasher } from './one-time-code';
import type { CeremonyAnswer, CeremonyBegun, Party, Passkeys } from './passkeys';
import type { PasskeyRepository } from './passkey-repository';
import type { Throttle } from './throttle';
import type { TotpCodes } from './totp';
import { waitError } from './wait-error';

/** Whose factors, and from where they are shown. */
export interface FactorHolder {
  id: string;
  name: string;
  address: string;
}

interface Parts {
  factors: FactorRepository;
  passkeyRows: PasskeyRepository;
  totp: TotpCodes;
  passkeys: Passkeys;
  codes: CodeHasher;
  throttle: Throttle;
  audit: AuditService;
  /** Who has to have one. */
  rule: Config['requireSecondFactor'];
  now: () => number;
}

export class SecondFactors {
  constructor(private readonly parts: Parts) {}

  counts(userId: string): Promise<FactorCounts> {
    return this.parts.factors.counts(userId);
  }

  demandedOf({ role }: { role: Role }): boolean {
    return this.parts.rule === 'all' || (this.parts.rule === 'admin' && role === 'admin');
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  showTotp(holder: FactorHolder, code: string): Promise<void> {
    return this.inTurn(holder, () => this.parts.totp.use(holder.id, code));
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async showRecoveryCode(holder: FactorHolder, code: string): Promise<void> {
    const { factors, codes, now, audit } = this.parts;
    await this.inTurn(holder, () => factors.useRecoveryCode(holder.id, codes.hash(code, holder.id), now()));
    const { recoveryCodes } = await factors.counts(holder.id);
    await audit.happened({ action: 'factor.recovery', actor: holder, address: holder.address, detail: { left: recoveryCodes } });
  }

  beginPasskey(purpose: 'factor' | 'fresh', userId: string, party: Party): Promise<CeremonyBegun> {
    return this.parts.passkeys.begin(purpose, userId, party);
  }

  /** @throws PortalError `wrong_passkey` */
  async showPasskey(purpose: 'factor' | 'fresh', userId: string, answer: CeremonyAnswer, party: Party): Promise<void> {
    await this.parts.passkeys.verify(purpose, userId, answer, party);
  }

  /** Takes all of them away, in the transaction of what makes it necessary. @returns whether there were any */
  async forget(userId: string, trx: Executor): Promise<boolean> {
    const factors = this.parts.factors.in(trx);
    const totp = await factors.removeTotp(userId);
    const passkeys = await this.parts.passkeyRows.in(trx).remove(userId);
    await factors.removeRecoveryCodes(userId);
    return totp || passkeys.length > 0;
  }

  /**
   * Codes are guessed as passwords are, so they share the account's count; a right password does not clear it while a code is wanted.
   * @throws PortalError `wrong_code`, `too_many_attempts`
   */
  async inTurn(holder: FactorHolder, isRight: () => Promise<boolean>): Promise<void> {
    const { name, address } = holder;
    const attempt = await this.parts.throttle.attempt(name, address, async () => ((await isRight()) ? true : null));
    if (!attempt.allowed) {
      if (attempt.first) await this.recordFailure('login.throttled', holder, { waitMs: attempt.waitMs });
      throw waitError(attempt.waitMs);
    }
    if (attempt.result !== null) return;
    await this.recordFailure('login.failure', holder, { reason: 'wrong code' });
    throw new PortalError('wrong_code');
  }

  private async recordFailure(
    action: 'login.failure' | 'login.throttled',
    { name, address }: FactorHolder,
    detail: Record<string, string | number>,
  ): Promise<void> {
    await this.parts.audit.happened({ action, address, detail: { ...detail, user: name } });
  }
}

/** In the order in which they are offered. */
export function methodsOf(counts: FactorCounts): FactorMethod[] {
  const { totp, passkeys, recoveryCodes } = counts;
  if (!hasFactor(counts)) return [];
  return [
    ...(passkeys > 0 ? ['passkey' as const] : []),
    ...(totp ? ['totp' as const] : []),
    ...(recoveryCodes > 0 ? ['recovery' as const] : []),
  ];
}
