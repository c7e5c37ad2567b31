/** The first administrator of a portal that has none: made by whoever can read the terminal or the log of its start. */

import type { z } from 'zod';
import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { setupSchema, type User } from '../contract/people';
import type { UserRepository } from '../people/user-repository';
import { derivedCode, sameCode } from './one-time-code';
import type { Passwords } from './passwords';
import type { RefusedProofs } from './refused-proofs';
import type { SetupRepository } from './setup-repository';
import type { Throttle } from './throttle';
import { waitError } from './wait-error';

interface Parts {
  setups: SetupRepository;
  /** The portal's. */
  secret: Buffer;
  users: UserRepository;
  passwords: Passwords;
  throttle: Throttle;
  audit: AuditService;
  refused: RefusedProofs;
  now?: () => number;
}

export class SetupService {
  private readonly now: () => number;
  private done = false;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  /** Whether there is no user yet. Once it is false it stays so: the last administrator cannot be deleted. */
  async needed(): Promise<boolean> {
    this.done ||= (await this.parts.users.count()) > 0;
    return !this.done;
  }

  /** To be shown where the portal was started, and nowhere else. The same in every process, until it has been used. */
  async code(): Promise<string> {
    return derivedCode(this.parts.secret, await this.parts.setups.salt());
  }

  /** @throws PortalError `invalid`, `setup_done`, `wrong_setup_code`, `too_many_attempts` */
  async complete({ address, ...input }: z.input<typeof setupSchema> & { address: string }): Promise<User> {
    if (!(await this.needed())) throw new PortalError('setup_done');
    const { code, name, displayName, password } = parseInput(setupSchema, input);
    const right = await this.code();
    // No user can have a name with a space in it.
    const attempt = await this.parts.throttle.attempt(`setup ${address}`, address, () =>
      Promise.resolve(sameCode(code, right) ? true : null),
    );
    if (!attempt.allowed) throw waitError(attempt.waitMs);
    // Somebody else may have used it just now, and then there is none any more.
    if (attempt.result === null) {
      await this.parts.refused.record({ reason: 'wrong setup code', address });
      throw new PortalError((await this.needed()) ? 'wrong_setup_code' : 'setup_done');
    }

    const passwordHash = await this.parts.passwords.hash(password);
    const user = await this.parts.users.transaction(async (users, trx) => {
      await users.alone();
      if ((await users.count()) > 0) throw new PortalError('setup_done');
      const created = await users.insert({ name, displayName: displayName ?? name, role: 'admin', passwordHash, createdAt: this.now() });
      if (!created) throw new PortalError('setup_done');
      await this.parts.setups.forget(trx);
      await this.parts.audit.record({ action: 'setup.complete', actor: created, address }, trx);
      return created;
    });
    this.done = true;
    return user;
  }
}
