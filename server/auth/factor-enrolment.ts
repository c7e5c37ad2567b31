/** Adding a second factor: at the account page, or on the way in where the role demands one. */

import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';
import { hasFactor, type FactorRepository } from './factor-repository';
import { drawCode, type CodeHasher } from './one-time-code';
import { MAX_PASSKEYS, type CeremonyAnswer, type CeremonyBegun, type Party, type Passkeys } from './passkeys';
import type { PasskeyRepository } from './passkey-repository';
import type { FactorHolder, SecondFactors } from './second-factors';
import type { TotpCodes } from './totp';

/** As many as fit on a card in a wallet. */
const RECOVERY_CODES = 10;

type Still = (factors: FactorRepository, trx: Executor) => Promise<void>;

interface Parts {
  factors: FactorRepository;
  passkeyRows: PasskeyRepository;
  shown: SecondFactors;
  totp: TotpCodes;
  passkeys: Passkeys;
  codes: CodeHasher;
  audit: AuditService;
}

export class FactorEnrolment {
  constructor(private readonly parts: Parts) {}

  /** @throws PortalError `totp_exists` */
  beginTotp(user: { id: string; name: string }): Promise<{ secret: string; uri: string }> {
    return this.parts.totp.begin(user);
  }

  /**
   * @param still throws where the holder may not add one any more; in the transaction that adds it
   * @returns recovery codes, where this is the first factor
   * @throws PortalError `wrong_code`, `too_many_attempts`
   */
  async confirmTotp(holder: FactorHolder, code: string, still: Still): Promise<string[] | null> {
    let write: Awaited<ReturnType<TotpCodes['confirmation']>> = null;
    await this.parts.shown.inTurn(holder, async () => {
      write = await this.parts.totp.confirmation(holder.id, code);
      return write !== null;
    });
    return this.add(holder, { factor: 'totp' }, still, async (factors) => {
      if (!(await write?.(factors))) throw new PortalError('wrong_code');
    });
  }

  /** @throws PortalError `bad_request` for one too many */
  async beginPasskey(user: { id: string; name: string; displayName: string }, party: Party): Promise<CeremonyBegun> {
    const { passkeys } = await this.parts.shown.counts(user.id);
    if (passkeys >= MAX_PASSKEYS) throw tooManyPasskeys();
    return this.parts.passkeys.beginRegistration(user, party);
  }

  /**
   * @param still as above
   * @returns recovery codes, where this is the first factor
   * @throws PortalError `wrong_passkey`, `bad_request` for one too many
   */
  async addPasskey(
    holder: FactorHolder,
    answer: CeremonyAnswer,
    { name, party }: { name: string; party: Party },
    still: Still,
  ): Promise<string[] | null> {
    const passkey = await this.parts.passkeys.verifyRegistration(holder.id, answer, name, party);
    return this.add(holder, { factor: 'passkey', name }, still, async (factors, passkeys) => {
      if ((await factors.counts(holder.id)).passkeys >= MAX_PASSKEYS) throw tooManyPasskeys();
      if ((await passkeys.insert(passkey)) === null) throw new PortalError('wrong_passkey');
    });
  }

  /** In the place of the old ones. */
  async drawRecoveryCodes(userId: string, factors = this.parts.factors): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, drawCode);
    await factors.replaceRecoveryCodes(
      userId,
      codes.map((code) => this.parts.codes.hash(code, userId)),
    );
    return codes;
  }

  private add(
    holder: FactorHolder,
    detail: Record<string, string>,
    still: Still,
    write: (factors: FactorRepository, passkeys: PasskeyRepository) => Promise<void>,
  ): Promise<string[] | null> {
    return this.parts.factors.transaction(async (factors, trx) => {
      await factors.alone(holder.id);
      await still(factors, trx);
      const first = !hasFactor(await factors.counts(holder.id));
      await write(factors, this.parts.passkeyRows.in(trx));
      const codes = !first ? null : await this.drawRecoveryCodes(holder.id, factors);
      await this.parts.audit.record({ action: 'factor.add', actor: holder, address: holder.address, detail }, trx);
      return codes;
    });
  }
}

const tooManyPasskeys = () => new PortalError('bad_request', { message: text('errors.manyPasskeys', { max: MAX_PASSKEYS }) });
