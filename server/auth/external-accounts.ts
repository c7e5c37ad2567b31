/**
 * Accounts of other places that sign in here. Each is one user for ever, known by where it is from and what it is called there: never by a
 * name or an e-mail address, which the other place may give to somebody else.
 */

import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import type { User } from '../contract/people';
import type { Changes } from '../db/changes';
import type { Logger } from '../log';
import type { UserChanges, UserRepository } from '../people/user-repository';
import type { ExternalAccountRepository } from './external-account-repository';
import { fittingDisplayName, fittingName, localPart, numberedName } from './external-name';
import { groupKeys, isInOne } from './group-keys';
import type { LoginService } from './login-service';
import type { SecondFactors } from './second-factors';
import type { Proof, Tickets } from './tickets';

/** No group of the portal has a longer name: longer ones count for roles, and are not kept. */
const MAX_KEPT_GROUP = 256;
/** Of people who wish for one name. */
const MAX_NUMBER = 1000;

/** What another place says of whoever has just signed in there. */
export interface ExternalAccount {
  /** Which of the configured places. */
  provider: string;
  issuer: string;
  /** What it is called there, for ever. */
  subject: string;
  /**
   * The subject as the place writes it, where {@link subject} is the same for all ways to write it. An account that was made by exactly this
   * one stays another than that of `subject`.
   */
  exactSubject?: string;
  /** As which it would like to be known. */
  name: string;
  /** null: it tells none. */
  email?: string | null;
  displayName: string | null;
  groups: readonly string[];
}

/** What groups of a place mean, in small letters. */
export interface GroupRules {
  /** null: roles are given here. */
  adminGroups: readonly string[] | null;
  /** null: everybody may come. */
  allowedGroups: readonly string[] | null;
}

interface Parts {
  accounts: ExternalAccountRepository;
  users: UserRepository;
  logins: LoginService;
  tickets: Tickets;
  factors: SecondFactors;
  changes: Changes;
  audit: AuditService;
  log: Logger;
  now: () => number;
}

type Outcome = { user: User } | { refused: 'not_allowed' | 'account_disabled'; user: User | null };

export class ExternalAccounts {
  constructor(private readonly parts: Parts) {}

  /**
   * Who this is here; a user from then on, if it was none. Groups and role are what the other place says now, but for a role that demands a
   * second factor: see {@link promotes}.
   * @throws PortalError `not_allowed`, `account_disabled`
   */
  async enter(account: ExternalAccount, rules: GroupRules, address: string): Promise<User> {
    const { changes, logins, audit } = this.parts;
    const groups = groupKeys(account.groups);
    const outcome = await this.parts.accounts.transaction(async (accounts, trx) => {
      await this.parts.users.in(trx).alone();
      return this.settle(account, groups, rules, address, { accounts, users: this.parts.users.in(trx), trx });
    });
    changes.poke();
    if (!('refused' in outcome)) return outcome.user;
    // Whoever may not come in any more has no business in the consoles that are open.
    if (outcome.refused === 'not_allowed') await logins.endUpstream({ issuer: account.issuer, subject: account.subject });
    const reason = outcome.refused === 'not_allowed' ? 'not in an allowed group' : 'user is disabled';
    const actor = outcome.user ?? { id: '', name: account.name };
    await audit.happened({ action: 'login.failure', actor, address, detail: { reason, provider: account.provider } });
    throw new PortalError(outcome.refused);
  }

  /** @returns the name of the user that the account is here; null when it is none yet */
  async nameOf(issuer: string, subject: string): Promise<string | null> {
    const id = await this.parts.accounts.userOf(issuer, subject);
    // An account that is nobody is looked for as well: both take as long.
    return (await this.parts.users.find(id ?? ''))?.name ?? null;
  }

  /**
   * Whether the account's groups make an administrator of somebody who is none yet. The role counts once the sign-in has shown the second
   * factor that it demands: until then neither an open session nor a token of the account gains anything by it.
   * @param user as {@link enter} gave it
   */
  promotes(user: User, account: ExternalAccount, { adminGroups }: GroupRules): boolean {
    return user.role === 'user' && roleOf(groupKeys(account.groups), adminGroups) === 'admin' && this.demandsFactor();
  }

  /** Alone with the accounts of all users, until the transaction is over: comes before whatever else {@link promote} goes with. */
  alone(trx: Executor): Promise<void> {
    return this.parts.users.in(trx).alone();
  }

  /** The second factor was shown. In the transaction that makes the session; its caller calls {@link promoted} once that is committed. */
  async promote(userId: string, { provider }: Proof, address: string, trx: Executor): Promise<void> {
    const user = await this.parts.users.in(trx).find(userId);
    if (user?.role !== 'user') return;
    await this.parts.users.in(trx).update(user, { role: 'admin' });
    const detail = { user: user.name, provider, role: 'admin', before: user.role };
    await this.parts.audit.record({ action: 'user.update', actor: user, address, detail }, trx);
    await this.parts.changes.record(trx, { kind: 'access', subject: userId, reason: 'role' });
    await this.endOlder(user, address, trx);
  }

  promoted(): void {
    this.parts.changes.poke();
  }

  /** Sign-ins of before a promotion: they were made for somebody who could do less. */
  private async endOlder({ id, name }: User, address: string, trx: Executor): Promise<void> {
    await this.parts.tickets.forget(id, trx);
    await this.parts.logins.endAll(id, { actor: { id, name, address } }, trx);
  }

  private demandsFactor(): boolean {
    return this.parts.factors.demandedOf({ role: 'admin' });
  }

  private async settle(
    given: ExternalAccount,
    groups: ReadonlySet<string>,
    rules: GroupRules,
    address: string,
    stores: Stores,
  ): Promise<Outcome> {
    const { accounts, users, trx } = stores;
    const now = this.parts.now();
    const kept = new Set([...groups].filter((key) => key.length <= MAX_KEPT_GROUP));
    const exact = given.exactSubject === undefined ? null : await accounts.userOf(given.issuer, given.exactSubject);
    const account = exact === null ? given : { ...given, subject: given.exactSubject! };
    const id = exact ?? (await accounts.userOf(account.issuer, account.subject));
    const known = id === null ? null : await users.find(id);
    const allowed = rules.allowedGroups === null || isInOne(groups, rules.allowedGroups);
    const claimed = roleOf(groups, rules.adminGroups);
    if (known === null) {
      // The first user is an administrator: nobody else could make one, and the setup would be over.
      if (!allowed || (claimed !== 'admin' && (await users.count()) === 0)) return { refused: 'not_allowed', user: null };
      const role = claimed === 'admin' && !this.demandsFactor() ? 'admin' : 'user';
      const user = await this.create(account, role, address, stores);
      await accounts.insert(account, user.id, now);
      await accounts.setGroups(user.id, account.provider, kept);
      return { user: (await users.find(user.id)) ?? user };
    }
    await accounts.used(account, now);
    const otherGroups = await accounts.setGroups(known.id, account.provider, kept);
    const role = claimed === 'admin' && this.demandsFactor() ? known.role : claimed;
    const changed = await this.update(known, account, role, address, stores);
    if (otherGroups || changed.role !== undefined) {
      await this.parts.changes.record(trx, { kind: 'access', subject: known.id, reason: otherGroups ? 'groups' : 'role' });
    }
    const user = (await users.find(known.id)) ?? known;
    if (!allowed) return { refused: 'not_allowed', user };
    return user.disabled ? { refused: 'account_disabled', user } : { user };
  }

  private async create(account: ExternalAccount, role: User['role'], address: string, { users, trx }: Stores): Promise<User> {
    const { email } = account;
    const wishes = [account.name, email && localPart(email), account.displayName];
    const wished = fittingName(wishes, `${account.issuer}\n${account.subject}`);
    let name = wished;
    // A name that is taken is somebody else's, whatever the other place says.
    for (let number = 2; (await users.findByName(name)) !== null; number++) {
      if (number > MAX_NUMBER) throw new Error('too many users wish for one name');
      name = numberedName(wished, number);
    }
    // A name in other letters than those of user names is not lost.
    const displayName =
      fittingDisplayName(account.displayName) ??
      (wished === account.name.toLowerCase() ? name : (fittingDisplayName(account.name) ?? name));
    const user = await users.insert({ name, displayName, role, passwordHash: '', createdAt: this.parts.now() });
    if (!user) throw new PortalError('busy');
    const detail = { user: name, role, provider: account.provider };
    await this.parts.audit.record({ action: 'user.create', actor: user, address, detail }, trx);
    return user;
  }

  private async update(
    user: User,
    account: ExternalAccount,
    role: User['role'] | null,
    address: string,
    { users, trx }: Stores,
  ): Promise<UserChanges> {
    const displayName = fittingDisplayName(account.displayName);
    const changes: UserChanges = {
      ...(displayName === null || displayName === user.displayName ? {} : { displayName }),
      ...(role === null || role === user.role ? {} : { role }),
    };
    if (changes.role === 'user' && !user.disabled && (await users.countActiveAdmins()) <= 1) {
      const { provider } = account;
      this.parts.log.warn({ user: user.name, provider }, 'the last administrator stays one, though the groups there say otherwise');
      delete changes.role;
    }
    if (Object.keys(changes).length === 0) return changes;
    await users.update(user, changes);
    const detail = { user: user.name, provider: account.provider, ...changes, ...(changes.role ? { before: user.role } : {}) };
    await this.parts.audit.record({ action: 'user.update', actor: user, address, detail }, trx);
    if (changes.role === 'admin') await this.endOlder(user, address, trx);
    return changes;
  }
}

/** @returns null: roles are given here */
function roleOf(groups: ReadonlySet<string>, adminGroups: GroupRules['adminGroups']): User['role'] | null {
  if (adminGroups === null) return null;
  return isInOne(groups, adminGroups) ? 'admin' : 'user';
}

interface Stores {
  accounts: ExternalAccountRepository;
  users: UserRepository;
  trx: Executor;
}
