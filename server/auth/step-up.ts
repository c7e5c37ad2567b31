/**
 * Step-up: a session cookie alone changes nobody's password, factors, role or state, and makes no token. The person proves afresh who they
 * are: by a second factor where the account has one, else by the password, else by a new sign-in at the place that knows the account.
 * An API token is not asked: it can't answer. It needs a power of its own for these calls, and creating it took a proof.
 */

import { PortalError } from '../contract/errors';
import type { FreshProof } from '../contract/operations';
import type { UserRepository } from '../people/user-repository';
import { hasFactor, type FactorRepository } from './factor-repository';
import { hasFreshFactor, hasFreshProof } from './fresh-factor';
import type { Identity } from './identity';

interface Parts {
  factors: FactorRepository;
  users: UserRepository;
  /** Whether the portal's own passwords open anything. */
  ownPasswords: boolean;
  now: () => number;
}

export class StepUp {
  constructor(private readonly parts: Parts) {}

  /**
   * @param factors in a transaction that holds the account's factors, so that none is added between this answer and what it allows
   * @throws PortalError `fresh_factor_needed`, `fresh_password_needed`, `fresh_sign_in_needed`
   */
  async ensure(identity: Identity, wanted: FreshProof = 'identity', factors = this.parts.factors): Promise<void> {
    const { users, ownPasswords, now } = this.parts;
    if (identity.via.kind === 'token' || hasFreshFactor(identity, now())) return;
    if (hasFactor(await factors.counts(identity.user.id))) throw new PortalError('fresh_factor_needed');
    if (wanted === 'factor' || hasFreshProof(identity, now())) return;
    const hasPassword = ownPasswords && (await users.passwordHash(identity.user.id)) !== null;
    throw new PortalError(hasPassword ? 'fresh_password_needed' : 'fresh_sign_in_needed');
  }
}
