/** Signing in with name and password. An unknown name, a wrong password and a disabled user get the same answer after the same time. */

import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import { userNameSchema, type User } from '../contract/people';
import type { UserRepository } from '../people/user-repository';
import type { LoginService } from './login-service';
import type { Passwords } from './passwords';
import type { Throttle } from './throttle';
import { waitError } from './wait-error';

/** The key of all names that nobody can have, in the throttle. */
const IMPOSSIBLE_NAME = '';

interface Parts {
  users: UserRepository;
  logins: LoginService;
  passwords: Passwords;
  throttle: Throttle;
  audit: AuditService;
}
export interface SignInInput {
  name: string;
  password: string;
  address: string;
  userAgent: string;
}

export class SignIn {
  constructor(private readonly parts: Parts) {}

  /** @throws PortalError `wrong_credentials`, `too_many_attempts` with the time to wait, `busy`, `unavailable` */
  async signIn({ name, password, address, userAgent }: SignInInput): Promise<{ user: User; login: { id: string; expiresAt: number } }> {
    const parsed = userNameSchema.safeParse(name);
    const account = parsed.success ? parsed.data : IMPOSSIBLE_NAME;
    const attempt = await this.parts.throttle.attempt(account, address, () => this.check(account, password, address));
    if (!attempt.allowed) {
      if (attempt.first) await this.recordThrottled(account, address, attempt.waitMs);
      throw waitError(attempt.waitMs);
    }
    if (attempt.result === null) throw new PortalError('wrong_credentials');
    const user = attempt.result;
    return { user, login: await this.parts.logins.create(user, { address, userAgent }) };
  }

  private async check(account: string, password: string, address: string): Promise<User | null> {
    const { users, passwords } = this.parts;
    const user = await users.findByName(account);
    const hash = await users.passwordHash(user?.id ?? '');
    const right = await passwords.verify(hash, password);
    if (user !== null && right && !user.disabled) return user;
    const reason = user === null ? 'unknown name' : user.disabled ? 'user is disabled' : 'wrong password';
    await this.record('login.failure', user, address, { reason });
    return null;
  }

  private async recordThrottled(account: string, address: string, waitMs: number): Promise<void> {
    await this.record('login.throttled', await this.parts.users.findByName(account), address, { waitMs });
  }

  /** Only the name of somebody who exists is written down: what else is typed there is often the password. */
  private async record(
    action: 'login.failure' | 'login.throttled',
    user: User | null,
    address: string,
    detail: Record<string, string | number>,
  ): Promise<void> {
    await this.parts.audit.record({ action, address, detail: { ...detail, ...(user ? { user: user.name } : {}) } });
  }
}
