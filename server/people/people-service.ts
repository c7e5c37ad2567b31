/** The rules about users. Their password hashes never leave this folder and the sign-in. */

import type { z } from 'zod';
import { text } from '../../messages/text';
import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import type { Actor, Identity } from '../auth/identity';
import type { LoginService } from '../auth/login-service';
import type { Passwords } from '../auth/passwords';
import type { Throttle } from '../auth/throttle';
import { waitError } from '../auth/wait-error';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { passwordChangeSchema, userCreateSchema, userNameSchema, userPatchSchema, type User } from '../contract/people';
import type { Page } from '../contract/page';
import type { Changes } from '../db/changes';
import type { UserChanges, UserQuery, UserRepository } from './user-repository';

interface Parts {
  users: UserRepository;
  logins: LoginService;
  passwords: Passwords;
  throttle: Throttle;
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
    const { name, displayName, role, password } = parseInput(userCreateSchema, input);
    const passwordHash = await this.parts.passwords.hash(password);
    return this.parts.users.transaction(async (users, trx) => {
      const user = await users.insert({ name, displayName: displayName ?? name, role, passwordHash, createdAt: this.now() });
      if (!user) throw new PortalError('user_exists', { fields: { name: text('fields.nameTaken') } });
      await this.parts.audit.record({ action: 'user.create', actor, address: actor.address, detail: { user: name, role } }, trx);
      return user;
    });
  }

  /**
   * Who is disabled, gets another role or another password is signed out everywhere at once, live consoles included.
   * @throws PortalError `invalid`, `user_not_found`, `last_admin`
   */
  async update(id: string, patch: z.input<typeof userPatchSchema>, actor: Actor): Promise<User> {
    const { password, ...rest } = parseInput(userPatchSchema, patch);
    const passwordHash = password === undefined ? undefined : await this.parts.passwords.hash(password);
    const user = await this.parts.users.transaction(async (users, trx) => {
      await users.alone();
      const before = existing(await users.find(id));
      const wanted = difference(before, rest);
      const isActiveAdmin = before.role === 'admin' && !before.disabled;
      const remainsActiveAdmin = (wanted.role ?? before.role) === 'admin' && !(wanted.disabled ?? before.disabled);
      if (isActiveAdmin && !remainsActiveAdmin && (await users.countActiveAdmins()) <= 1) throw new PortalError('last_admin');

      await users.update(before, { ...wanted, ...(passwordHash === undefined ? {} : { passwordHash }) });
      const reason = wanted.disabled ? 'disabled' : passwordHash !== undefined ? 'password' : wanted.role !== undefined ? 'role' : null;
      if (reason !== null) await this.parts.changes.record(trx, { kind: 'user', subject: id, reason });
      if (wanted.disabled || passwordHash !== undefined) await this.parts.logins.forget(id, trx);
      await this.recordUpdate(before, wanted, passwordHash !== undefined, actor, trx);
      return existing(await users.find(id));
    });
    this.parts.changes.poke();
    return user;
  }

  /**
   * By the user: every other sign-in ends, this one stays.
   * @throws PortalError `invalid` on `current` or `password`, `too_many_attempts`
   */
  async changePassword(identity: Identity, current: string, next: string, address: string): Promise<void> {
    const { users, passwords, throttle } = this.parts;
    const { id, name } = identity.user;
    const { password } = parseInput(passwordChangeSchema, { current, password: next });
    // The same count as the sign-in's: a stolen cookie is no way around it.
    const attempt = await throttle.attempt(name, address, async () =>
      (await passwords.verify(await users.passwordHash(id), current)) ? true : null,
    );
    if (!attempt.allowed) throw waitError(attempt.waitMs);
    if (attempt.result === null) throw new PortalError('invalid', { fields: { current: text('fields.currentPassword') } });

    const passwordHash = await passwords.hash(password);
    const actor = { id, name, address };
    await users.transaction(async (users, trx) => {
      const user = existing(await users.find(id));
      await users.update(user, { passwordHash });
      await this.parts.audit.record({ action: 'user.password', actor, address, detail: { user: name } }, trx);
      await this.parts.logins.endAll(id, { actor, ...(identity.via.kind === 'login' ? { except: identity.via.id } : {}) }, trx);
    });
    this.parts.changes.poke();
  }

  private async recordUpdate(user: User, wanted: UserChanges, password: boolean, actor: Actor, trx: Executor): Promise<void> {
    const record = (action: 'user.update' | 'user.disable' | 'user.enable' | 'user.password', detail: Record<string, string> = {}) =>
      this.parts.audit.record({ action, actor, address: actor.address, detail: { user: user.name, ...detail } }, trx);
    const { displayName, role, disabled } = wanted;
    if (displayName !== undefined || role !== undefined) {
      await record('user.update', {
        ...(role === undefined ? {} : { role, before: user.role }),
        ...(displayName === undefined ? {} : { displayName }),
      });
    }
    if (disabled !== undefined) await record(disabled ? 'user.disable' : 'user.enable');
    if (password) await record('user.password');
  }
}

function existing(user: User | null): User {
  if (!user) throw new PortalError('user_not_found');
  return user;
}

/** What really changes: an unchanged field signs nobody out and writes no audit row. */
function difference(
  user: User,
  patch: { displayName?: string | undefined; role?: User['role'] | undefined; disabled?: boolean | undefined },
): UserChanges {
  return {
    ...(patch.displayName !== undefined && patch.displayName !== user.displayName ? { displayName: patch.displayName } : {}),
    ...(patch.role !== undefined && patch.role !== user.role ? { role: patch.role } : {}),
    ...(patch.disabled !== undefined && patch.disabled !== user.disabled ? { disabled: patch.disabled } : {}),
  };
}
