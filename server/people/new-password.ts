/** What a new password of an account ends, whoever sets it: one place, so that no way to set one forgets any of it. */

import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import type { LoginService } from '../auth/login-service';
import type { Tickets } from '../auth/tickets';
import type { TokenService } from '../auth/token-service';
import type { User } from '../contract/people';
import type { InviteRepository } from './invite-repository';
import type { UserRepository } from './user-repository';

interface Parts {
  users: UserRepository;
  logins: LoginService;
  tickets: Tickets;
  tokens: TokenService;
  invites: InviteRepository;
  audit: AuditService;
}
export interface NewPassword {
  hash: string;
  /** Whether the next sign-in has to set another one. */
  mustChange: boolean;
  actor: Actor;
  /** Whether the account's API tokens end too. */
  revokeTokens?: boolean;
  /** The sign-in, or the ticket of one, that stays. */
  except?: { login?: string; ticket?: string };
}

export class NewPasswords {
  constructor(private readonly parts: Parts) {}

  /** In a transaction; its caller pokes the changes once that is committed. */
  async set(user: User, { hash, mustChange, actor, revokeTokens = false, except = {} }: NewPassword, trx: Executor): Promise<void> {
    const { users, logins, tickets, tokens, invites, audit } = this.parts;
    await users.in(trx).update(user, { passwordHash: hash, mustChangePassword: mustChange });
    await invites.in(trx).remove(user.id);
    await tickets.forget(user.id, trx, except.ticket);
    await audit.record({ action: 'user.password', actor, address: actor.address, detail: { user: user.name } }, trx);
    await logins.endAll(user.id, { actor, ...(except.login === undefined ? {} : { except: except.login }) }, trx);
    if (revokeTokens) await tokens.revokeAll(user.id, actor, trx);
  }
}
