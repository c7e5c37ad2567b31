/** Inviting somebody by a one-time code, with which they set their password. */

import type { z } from 'zod';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import { drawCode, type CodeHasher } from '../auth/one-time-code';
import type { Passwords } from '../auth/passwords';
import type { Throttle } from '../auth/throttle';
import type { TokenService } from '../auth/token-service';
import { waitError } from '../auth/wait-error';
import { PortalError } from '../contract/errors';
import { inviteSchema, newPasswordSchema } from '../contract/factors';
import { parseInput } from '../contract/parse-input';
import { userNameSchema, type User } from '../contract/people';
import type { Changes } from '../db/changes';
import { ensureOther } from './own-account';
import type { InviteRepository } from './invite-repository';
import type { NewPasswords } from './new-password';
import type { UserRepository } from './user-repository';

const HOUR_MS = 60 * 60_000;
/** No user has this id, and no name is empty: what is asked of them takes as long as of anybody. */
const NOBODY = '';

interface Parts {
  users: UserRepository;
  invites: InviteRepository;
  newPasswords: NewPasswords;
  passwords: Passwords;
  codes: CodeHasher;
  throttle: Throttle;
  tokens: TokenService;
  changes: Changes;
  audit: AuditService;
  now: () => number;
}

export class Invites {
  constructor(private readonly parts: Parts) {}

  /**
   * An earlier code is worth nothing from then on.
   * @throws PortalError `user_not_found`, `invalid`, `forbidden` for the own account
   */
  async invite(userId: string, input: z.input<typeof inviteSchema>, actor: Actor): Promise<{ code: string; expiresAt: number }> {
    const { hours, revokeTokens } = parseInput(inviteSchema, input);
    const { users, tokens, codes, audit, changes, now } = this.parts;
    ensureOther(userId, actor);
    const code = drawCode();
    const createdAt = now();
    const expiresAt = createdAt + hours * HOUR_MS;
    await this.parts.invites.transaction(async (invites, trx) => {
      const user = await users.in(trx).find(userId);
      if (!user) throw new PortalError('user_not_found');
      await invites.put(userId, { hash: codes.hash(code, userId), createdAt, expiresAt });
      await audit.record({ action: 'user.invite', actor, address: actor.address, detail: { user: user.name, hours } }, trx);
      if (revokeTokens) await tokens.revokeAll(userId, actor, trx);
    });
    changes.poke();
    return { code, expiresAt };
  }

  /** @throws PortalError `user_not_found` */
  async withdraw(userId: string, actor: Actor): Promise<void> {
    const { users, audit } = this.parts;
    await this.parts.invites.transaction(async (invites, trx) => {
      const user = await users.in(trx).find(userId);
      if (!user) throw new PortalError('user_not_found');
      if (!(await invites.remove(userId))) return;
      await audit.record({ action: 'user.invite', actor, address: actor.address, detail: { user: user.name, withdrawn: true } }, trx);
    });
  }

  /**
   * Sets the password. An unknown name, a wrong code and one that is used or too old get the same answer.
   * @throws PortalError `invalid` on `password`, `wrong_invite`, `too_many_attempts`
   */
  async accept(input: { name: string; code: string; password: string }, address: string): Promise<User> {
    const { users, invites, passwords, newPasswords, codes, throttle, changes, now } = this.parts;
    const { password } = parseInput(newPasswordSchema, { password: input.password });
    const parsed = userNameSchema.safeParse(input.name);
    const name = parsed.success ? parsed.data : NOBODY;
    const attempt = await throttle.attempt(name, address, () => this.check(name, input.code, address));
    if (!attempt.allowed) throw waitError(attempt.waitMs);
    if (attempt.result === null) throw new PortalError('wrong_invite');
    const id = attempt.result;
    const passwordHash = await passwords.hash(password);
    const user = await users.transaction(async (users, trx) => {
      const account = await users.accountForUpdate(id);
      const taken = account && !account.disabled && (await invites.in(trx).take(id, codes.hash(input.code, id), now()));
      const before = taken ? await users.find(id) : null;
      if (!before) throw new PortalError('wrong_invite');
      const actor = { id, name: before.name, address };
      await newPasswords.set(before, { hash: passwordHash, mustChange: false, actor }, trx);
      return (await users.find(id)) ?? before;
    });
    changes.poke();
    return user;
  }

  /** @returns the user's id; null for whatever is wrong */
  private async check(name: string, code: string, address: string): Promise<string | null> {
    const { users, invites, codes, audit, now } = this.parts;
    const account = await users.account(name);
    const id = account?.id ?? NOBODY;
    const holds = await invites.holds(id, codes.hash(code, id), now());
    if (account && holds && !account.disabled) return id;
    const detail = { reason: 'wrong invite', ...(account ? { user: account.name } : {}) };
    await audit.happened({ action: 'login.failure', address, detail });
    return null;
  }
}
