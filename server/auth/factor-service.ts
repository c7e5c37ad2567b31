/** A signed-in person's own second factors. A change of them takes a fresh proof (step-up.ts): a stolen session is not enough. */

import type { AuditDetail } from '../contract/audit';
import { text } from '../../messages/text';
import type { AuditService } from '../audit/audit-service';
import type { Executor } from '../audit/audit-repository';
import { isPortalError, PortalError } from '../contract/errors';
import type { Factors } from '../contract/factors';
import type { FactorEnrolment } from './factor-enrolment';
import { hasFactor, type FactorRepository } from './factor-repository';
import type { Actor, Identity } from './identity';
import type { LoginService } from './login-service';
import type { CeremonyAnswer, CeremonyBegun, Party } from './passkeys';
import type { PasskeyRepository } from './passkey-repository';
import type { RefusedProofs } from './refused-proofs';
import type { SecondFactors } from './second-factors';
import type { StepUp } from './step-up';

interface Parts {
  factors: FactorRepository;
  passkeyRows: PasskeyRepository;
  shown: SecondFactors;
  enrolment: FactorEnrolment;
  stepUp: StepUp;
  logins: LoginService;
  refused: RefusedProofs;
  audit: AuditService;
  now: () => number;
}

export class FactorService {
  constructor(private readonly parts: Parts) {}

  async list({ user, via }: Identity): Promise<Factors> {
    const { factors, passkeyRows, shown } = this.parts;
    const [totp, passkeys, counts] = await Promise.all([factors.totp(user.id), passkeyRows.list(user.id), factors.counts(user.id)]);
    return {
      totp: totp?.confirmedAt ? { confirmedAt: totp.confirmedAt } : null,
      passkeys: passkeys.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({ id, name, backedUp, createdAt, lastUsedAt })),
      recoveryCodes: counts.recoveryCodes,
      required: shown.demandedOf(user),
      freshAt: via.factorAt,
    };
  }

  /** @throws PortalError `fresh_…_needed`, `totp_exists` */
  async beginTotp(identity: Identity): Promise<{ secret: string; uri: string }> {
    await this.ensureFresh(identity);
    return this.parts.enrolment.beginTotp(identity.user);
  }

  /**
   * @returns recovery codes, where this is the first factor
   * @throws PortalError `fresh_…_needed`, `wrong_code`, `too_many_attempts`
   */
  async confirmTotp(identity: Identity, code: string, address: string): Promise<string[] | null> {
    await this.ensureFresh(identity);
    const codes = await this.parts.enrolment.confirmTotp(holderOf(identity, address), code, this.stillFresh(identity));
    await this.noteShown(identity);
    return codes;
  }

  /** @throws PortalError `fresh_…_needed`, `factor_required` */
  async removeTotp(identity: Identity, address: string): Promise<void> {
    await this.remove(identity, address, async (factors) => ((await factors.removeTotp(identity.user.id)) ? { factor: 'totp' } : null));
  }

  /** @throws PortalError `fresh_…_needed`, `bad_request` for one too many */
  async beginPasskey(identity: Identity, party: Party): Promise<CeremonyBegun> {
    await this.ensureFresh(identity);
    return this.parts.enrolment.beginPasskey(identity.user, party);
  }

  /**
   * @returns recovery codes, where this is the first factor
   * @throws PortalError `fresh_…_needed`, `wrong_passkey`, `bad_request` for one too many
   */
  async addPasskey(
    identity: Identity,
    answer: CeremonyAnswer,
    { name, party, address }: { name: string; party: Party; address: string },
  ): Promise<string[] | null> {
    await this.ensureFresh(identity);
    const codes = await this.parts.enrolment.addPasskey(holderOf(identity, address), answer, { name, party }, this.stillFresh(identity));
    await this.noteShown(identity);
    return codes;
  }

  /** @throws PortalError `passkey_not_found` */
  async renamePasskey({ user }: Identity, id: string, name: string): Promise<void> {
    if (!(await this.parts.passkeyRows.rename(user.id, id, name))) throw new PortalError('passkey_not_found');
  }

  /** @throws PortalError `fresh_…_needed`, `factor_required`, `passkey_not_found` */
  async removePasskey(identity: Identity, id: string, address: string): Promise<void> {
    await this.remove(identity, address, async (_factors, trx) => {
      const [name] = await this.parts.passkeyRows.in(trx).remove(identity.user.id, id);
      if (name === undefined) throw new PortalError('passkey_not_found');
      return { factor: 'passkey', name };
    });
  }

  /** @throws PortalError `fresh_…_needed`, `bad_request` where there is no second factor */
  async drawRecoveryCodes(identity: Identity, address: string): Promise<string[]> {
    await this.ensureFresh(identity);
    const { user } = identity;
    return this.parts.factors.transaction(async (factors, trx) => {
      await factors.alone(user.id);
      if (!hasFactor(await factors.counts(user.id))) throw noFactor();
      const codes = await this.parts.enrolment.drawRecoveryCodes(user.id, factors);
      await this.record('factor.add', identity, address, { factor: 'recovery' }, trx);
      return codes;
    });
  }

  /** @throws PortalError `bad_request` where there is no passkey */
  beginFresh({ user }: Identity, party: Party): Promise<CeremonyBegun> {
    return this.parts.shown.beginPasskey('fresh', user.id, party);
  }

  /** @throws PortalError `wrong_passkey` */
  async freshByPasskey(identity: Identity, answer: CeremonyAnswer, { party, address }: { party: Party; address: string }): Promise<void> {
    try {
      await this.parts.shown.showPasskey('fresh', identity.user.id, answer, party);
    } catch (error) {
      if (isPortalError(error) && error.code === 'wrong_passkey')
        await this.parts.refused.record({ reason: 'wrong passkey', address, user: identity.user.name });
      throw error;
    }
    await this.noteFresh(identity, address, 'passkey');
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async freshByTotp(identity: Identity, code: string, address: string): Promise<void> {
    await this.parts.shown.showTotp(holderOf(identity, address), code);
    await this.noteFresh(identity, address, 'totp');
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async freshByRecoveryCode(identity: Identity, code: string, address: string): Promise<void> {
    await this.parts.shown.showRecoveryCode(holderOf(identity, address), code);
    await this.noteFresh(identity, address, 'recovery');
  }

  private ensureFresh(identity: Identity): Promise<void> {
    return this.parts.stepUp.ensure(identity);
  }

  /** While the account's factors are held: one that was added a moment ago is to be shown too. */
  private stillFresh(identity: Identity): (factors: FactorRepository) => Promise<void> {
    return (factors) => this.parts.stepUp.ensure(identity, 'identity', factors);
  }

  private async remove(
    identity: Identity,
    address: string,
    take: (factors: FactorRepository, trx: Executor) => Promise<AuditDetail | null>,
  ): Promise<void> {
    await this.ensureFresh(identity);
    const { user } = identity;
    await this.parts.factors.transaction(async (factors, trx) => {
      await factors.alone(user.id);
      const detail = await take(factors, trx);
      if (detail === null) return;
      if (!hasFactor(await factors.counts(user.id))) {
        if (this.parts.shown.demandedOf(user)) throw new PortalError('factor_required');
        await factors.removeRecoveryCodes(user.id);
      }
      await this.record('factor.remove', identity, address, detail, trx);
    });
  }

  private noteShown({ via }: Identity): Promise<void> {
    return this.parts.factors.transaction((_factors, trx) => this.parts.logins.factorShown(via.id, this.parts.now(), trx));
  }

  private async noteFresh(identity: Identity, address: string, factor: string): Promise<void> {
    await this.parts.factors.transaction(async (_factors, trx) => {
      await this.parts.logins.factorShown(identity.via.id, this.parts.now(), trx);
      await this.record('factor.fresh', identity, address, { factor }, trx);
    });
  }

  private async record(
    action: 'factor.add' | 'factor.remove' | 'factor.fresh',
    { user }: Identity,
    address: string,
    detail: AuditDetail,
    trx: Executor,
  ): Promise<void> {
    const actor: Actor = { id: user.id, name: user.name, address };
    await this.parts.audit.record({ action, actor, address, detail }, trx);
  }
}

const holderOf = ({ user }: Identity, address: string) => ({ id: user.id, name: user.name, address });
const noFactor = () => new PortalError('bad_request', { message: text('errors.noFactor') });
