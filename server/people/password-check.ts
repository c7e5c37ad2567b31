/** The password of somebody who is signed in, asked for once more. */

import { text } from '../../messages/text';
import type { AuditService } from '../audit/audit-service';
import { hasFactor, type FactorRepository } from '../auth/factor-repository';
import type { Actor } from '../auth/identity';
import type { Passwords } from '../auth/passwords';
import type { Throttle } from '../auth/throttle';
import { waitError } from '../auth/wait-error';
import { PortalError } from '../contract/errors';
import type { UserRepository } from './user-repository';

interface Parts {
  users: UserRepository;
  passwords: Passwords;
  throttle: Throttle;
  factors: FactorRepository;
  audit: AuditService;
}

export class PasswordCheck {
  constructor(private readonly parts: Parts) {}

  /**
   * Counts with the sign-in's tries: a stolen cookie is no way around the wait.
   * @param field what a wrong one is told beside
   * @throws PortalError `invalid`, `too_many_attempts`
   */
  async ensure({ id, name, address }: Actor, password: string, field: 'current' | 'password'): Promise<void> {
    const { users, passwords, throttle, factors } = this.parts;
    // As in the sign-in: a right password does not clear the count of an account whose codes are guessed.
    const clears = !hasFactor(await factors.counts(id));
    const attempt = await throttle.attempt(
      name,
      address,
      async () => ((await passwords.verify(await users.passwordHash(id), password)) ? true : null),
      { clears: () => clears },
    );
    if (!attempt.allowed) {
      if (attempt.first) await this.record('login.throttled', name, address, { waitMs: attempt.waitMs });
      throw waitError(attempt.waitMs);
    }
    if (attempt.result !== null) return;
    await this.record('login.failure', name, address, { reason: 'wrong password' });
    throw new PortalError('invalid', { fields: { [field]: text('fields.currentPassword') } });
  }

  private async record(
    action: 'login.failure' | 'login.throttled',
    user: string,
    address: string,
    detail: Record<string, string | number>,
  ) {
    await this.parts.audit.happened({ action, address, detail: { ...detail, user } });
  }
}
