/** The rules about users. Their password hashes never leave this folder and the sign-in. */

import type { z } from 'zod';
import { text } from '../../messages/text';
import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import type { Actor, Identity } from '../auth/identity';
import type { LoginService } from '../auth/login-service';
import type { SecondFactors } from '../auth/second-factors';
import type { Tickets } from '../auth/tickets';
import type { TokenService } from '../auth/token-service';
import type { Passwords } from '../auth/passwords';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { passwordChangeSchema, userCreateSchema, userNameSchema, userPatchSchema, type Token, type User } from '../contract/people';
import type { Page } from '../contract/page';
import type { Changes } from '../db/changes';
import type { NewPasswords } from './new-password';
import { ensureOther } from './own-account';
import type { PasswordCheck } from './password-check';
import type { UserChanges, UserQuery, UserRepository } from './user-repository';

interface Parts {
  users: UserRepository;
  logins: LoginService;
  passwords: Passwords;
  newPasswords: NewPasswords;
  tickets: Tickets;
  factors: SecondFactors;
  tokens: TokenService;
  passwordCheck: PasswordCheck;
  changes: Changes;
  audit: AuditService;
  now?: () => number;
}

export class PeopleService {
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  count(): Promise<number> {
    return this.parts.users.count();
  }

  countActiveAdmins(): Promise<number> {
    return this.parts.users.countActiveAdmins();
  }

  list(query: UserQuery): Promise<Page<User>> {
    return this.parts.users.list(query);
  }

  /** @throws PortalError `user_not_found` */
  async get(id: string): Promise<User> {
    return existing(await this.parts.users.find(id));
  }

  /** @throws PortalError `user_not_found` */
  async getByName(name: string): Promise<User> {
    const parsed = userNameSchema.safeParse(name);
    return existing(parsed.success ? await this.parts.users.findByName(parsed.data) : null);
  }

  /** @throws PortalError `invalid`, `user_exists` */
  async create(input: z.input<typeof userCreateSchema>, actor: Actor): Promise<User> {
    const { name, displayName, role, password, mustChangePassword } = parseInput(userCreateSchema, input);
    const passwordHash = password === undefined ? '' : await this.parts.passwords.hash(password);
    return this.parts.users.transaction(async (users, trx) => {
      const added = { name, displayName: displayName ?? name, role, passwordHash, mustChangePassword, createdAt: this.now() };
      const user = await users.insert(added);
      if (!user) throw new PortalError('user_exists', { fields: { name: text('fields.nameTaken') } });
      await this.parts.audit.record({ action: 'user.create', actor, address: actor.address, detail: { user: name, role } }, trx);
      return user;
    });
  }

  /**
   * Who is disabled is signed out everywhere at once, consoles and tokens included; who gets another password, where they signed in. Of
   * another role, the consoles end that it does not allow. Tokens of somebody who is disabled are revoked: enabling brings none back.
   * @throws PortalError `invalid`, `user_not_found`, `last_admin`, `forbidden` for more than the display name of the own account
   */
  async update(id: string, patch: z.input<typeof userPatchSchema>, actor: Actor): Promise<User> {
    const { password, revokeTokens, ...rest } = parseInput(userPatchSchema, patch);
    const { displayName: _displayName, ...others } = rest;
    const administers = password !== undefined || Object.values(others).some((value) => value !== undefined);
    const passwordHash = password === undefined ? undefined : await this.parts.passwords.hash(password);
    const user = await this.parts.users.transaction(async (users, trx) => {
      await users.alone();
      const before = existing(await users.find(id));
      const wanted = difference(before, rest);
      if (wanted.role === 'user' || wanted.disabled) await ensureNotLastAdmin(users, before);
      if (administers) ensureOther(id, actor);
      await users.update(before, wanted);
      if (wanted.role !== undefined) await this.parts.changes.record(trx, { kind: 'access', subject: id, reason: 'role' });
      await this.recordUpdate(before, wanted, actor, trx);
      if (wanted.disabled) await this.endAll(id, 'disabled', trx);
      if (wanted.disabled || revokeTokens) await this.parts.tokens.revokeAll(id, actor, trx);
      // Else they would have the new role's rights without the factor that it demands, until they sign in again.
      if (wanted.role !== undefined && this.demandsMore(before, wanted.role)) await this.parts.logins.endAll(id, { actor }, trx);
      if (passwordHash !== undefined)
        await this.parts.newPasswords.set(before, { hash: passwordHash, mustChange: rest.mustChangePassword ?? false, actor }, trx);
      return existing(await users.find(id));
    });
    this.parts.changes.poke();
    return user;
  }

  /**
   * With their grants, tokens and sign-ins; the audit keeps their name.
   * @throws PortalError `user_not_found`, `last_admin`, `forbidden` for the own account
   */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.users.transaction(async (users, trx) => {
      await users.alone();
      const user = existing(await users.find(id));
      ensureOther(id, actor);
      await ensureNotLastAdmin(users, user);
      await this.endAll(id, 'removed', trx);
      await users.remove(id);
      await this.parts.audit.record({ action: 'user.remove', actor, address: actor.address, detail: { user: user.name } }, trx);
    });
    this.parts.changes.poke();
  }

  /**
   * Ends every sign-in of a user, and its consoles.
   * @param revokeTokens whether the API tokens end too
   * @throws PortalError `user_not_found`
   */
  async signOut(id: string, actor: Actor, revokeTokens = false): Promise<void> {
    await this.parts.users.transaction(async (users, trx) => {
      existing(await users.find(id));
      await this.parts.tickets.forget(id, trx);
      await this.parts.logins.endAll(id, { actor }, trx);
      if (revokeTokens) await this.parts.tokens.revokeAll(id, actor, trx);
    });
    this.parts.changes.poke();
  }

  /**
   * For somebody who lost them. They are signed out everywhere: whoever found them may be signed in.
   * @param revokeTokens whether the API tokens end too
   * @throws PortalError `user_not_found`, `forbidden` for the own account
   */
  async resetFactors(id: string, actor: Actor, revokeTokens = false): Promise<void> {
    ensureOther(id, actor);
    await this.parts.users.transaction(async (users, trx) => {
      const user = existing(await users.find(id));
      await this.parts.factors.forget(id, trx);
      await this.parts.audit.record({ action: 'user.factors', actor, address: actor.address, detail: { user: user.name } }, trx);
      await this.parts.tickets.forget(id, trx);
      await this.parts.logins.endAll(id, { actor }, trx);
      if (revokeTokens) await this.parts.tokens.revokeAll(id, actor, trx);
    });
    this.parts.changes.poke();
  }

  /** @throws PortalError `user_not_found` */
  async tokens(id: string): Promise<Token[]> {
    await this.get(id);
    return this.parts.tokens.list(id);
  }

  /** @throws PortalError `user_not_found` */
  async revokeTokens(id: string, actor: Actor): Promise<number> {
    await this.get(id);
    return this.parts.tokens.revokeAll(id, actor);
  }

  /**
   * By the user, again: their sign-in counts as proved from then on.
   * @throws PortalError `invalid` on `password`, `too_many_attempts`
   */
  async givePassword(identity: Identity, password: string, address: string): Promise<void> {
    const { id, name } = identity.user;
    await this.parts.passwordCheck.ensure({ id, name, address }, password, 'password');
    await this.parts.users.transaction(async (_users, trx) => {
      await this.parts.logins.passwordGiven(identity.via.id, this.now(), trx);
      await this.parts.audit.record({ action: 'factor.fresh', actor: { id, name }, address, detail: { factor: 'password' } }, trx);
    });
  }

  /**
   * By the user: every other sign-in ends, this one stays.
   * @throws PortalError `invalid` on `current` or `password`, `too_many_attempts`
   */
  async changePassword(identity: Identity, current: string, next: string, address: string, revokeTokens = false): Promise<void> {
    const { users, passwords, passwordCheck } = this.parts;
    const { id, name } = identity.user;
    const { password } = parseInput(passwordChangeSchema, { current, password: next });
    await passwordCheck.ensure({ id, name, address }, current, 'current');
    const hash = await passwords.hash(password);
    const actor = { id, name, address };
    const except = identity.via.kind === 'login' ? { login: identity.via.id } : {};
    await users.transaction(async (users, trx) =>
      this.parts.newPasswords.set(existing(await users.find(id)), { hash, mustChange: false, actor, revokeTokens, except }, trx),
    );
    this.parts.changes.poke();
  }

  private demandsMore(before: User, role: User['role']): boolean {
    const { factors } = this.parts;
    return factors.demandedOf({ role }) && !factors.demandedOf(before);
  }

  /** In this order: see {@link Tickets.forget}. */
  private async endAll(id: string, reason: string, trx: Executor): Promise<void> {
    await this.parts.tickets.forget(id, trx);
    await this.parts.logins.forget(id, trx);
    await this.parts.changes.record(trx, { kind: 'user', subject: id, reason });
  }

  private async recordUpdate(user: User, wanted: UserChanges, actor: Actor, trx: Executor): Promise<void> {
    const record = (action: 'user.update' | 'user.disable' | 'user.enable', detail: Record<string, string | boolean> = {}) =>
      this.parts.audit.record({ action, actor, address: actor.address, detail: { user: user.name, ...detail } }, trx);
    const { displayName, role, disabled, mustChangePassword } = wanted;
    if (displayName !== undefined || role !== undefined || mustChangePassword !== undefined) {
      await record('user.update', {
        ...(role === undefined ? {} : { role, before: user.role }),
        ...(displayName === undefined ? {} : { displayName }),
        ...(mustChangePassword === undefined ? {} : { mustChangePassword }),
      });
    }
    if (disabled !== undefined) await record(disabled ? 'user.disable' : 'user.enable');
  }
}

function existing(user: User | null): User {
  if (!user) throw new PortalError('user_not_found');
  return user;
}

/** One administrator stays who can sign in. In a transaction that is alone. */
async function ensureNotLastAdmin(users: UserRepository, { role, disabled }: User): Promise<void> {
  if (role === 'admin' && !disabled && (await users.countActiveAdmins()) <= 1) throw new PortalError('last_admin');
}

type Patch = { [Key in 'displayName' | 'role' | 'disabled' | 'mustChangePassword']?: User[Key] | undefined };

/** What really changes: an unchanged field signs nobody out and writes no audit row. */
function difference(user: User, patch: Patch): UserChanges {
  const changed = <Key extends keyof Patch>(key: Key) =>
    patch[key] !== undefined && patch[key] !== user[key] ? { [key]: patch[key] } : {};
  return { ...changed('displayName'), ...changed('role'), ...changed('disabled'), ...changed('mustChangePassword') };
}
