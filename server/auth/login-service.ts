/** Sign-ins: rows that can be revoked, so that a cookie is worth nothing without its row. */

import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import type { Changes } from '../db/changes';
import type { Actor, Identity } from './identity';
import type { LoginRepository, StoredLogin, Upstream } from './login-repository';
import type { Proof } from './tickets';

/** A working day with a margin; absolute, however busy the session. */
export const LOGIN_LIFETIME_MS = 12 * 60 * 60_000;
/** "Last seen" is stored no finer than this: reading a page is not worth a write. */
const SEEN_MS = 60_000;
const MAX_USER_AGENT = 300;
const SIGNED_OUT = 'signed out';

interface Parts {
  logins: LoginRepository;
  changes: Changes;
  audit: AuditService;
  now?: () => number;
}

export class LoginService {
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  /**
   * @param user has proved who they are, as `proof` tells
   * @param within throws where that counts no more; in the transaction that makes the sign-in
   */
  async create(
    user: { id: string; name: string },
    { address, userAgent }: { address: string; userAgent: string },
    { provider, upstream, factorAt }: Proof = { provider: 'password' },
    within: (trx: Executor) => Promise<void> = () => Promise.resolve(),
  ): Promise<{ id: string; expiresAt: number }> {
    const createdAt = this.now();
    const expiresAt = createdAt + LOGIN_LIFETIME_MS;
    const login = {
      ...{ createdAt, expiresAt, address, provider },
      userAgent: userAgent.slice(0, MAX_USER_AGENT).replace(/\p{Cc}/gu, ''),
      upstream: upstream ?? null,
      factorAt: factorAt ?? null,
    };
    const id = await this.parts.logins.transaction(async (logins, trx) => {
      await within(trx);
      await logins.removeExpired(createdAt);
      const created = await logins.insert(user.id, login);
      const detail = { provider, factor: factorAt !== undefined };
      await this.parts.audit.record({ action: 'login.success', actor: user, address, detail }, trx);
      return created;
    });
    return { id, expiresAt };
  }

  /** @returns null when it was ended, has expired, or its user is disabled */
  async find(id: string): Promise<Identity | null> {
    const now = this.now();
    const found = await this.parts.logins.find(id, now);
    if (!found) return null;
    if (now - found.lastSeenAt >= SEEN_MS) await this.parts.logins.seen(id, now);
    return found.identity;
  }

  list(userId: string): Promise<StoredLogin[]> {
    return this.parts.logins.list(userId, this.now());
  }

  /**
   * Ends one of the user's sign-ins, and its consoles.
   * @throws PortalError `login_not_found`
   */
  async end(id: string, { userId, actor }: { userId: string; actor: Actor }): Promise<void> {
    if ((await this.remove(userId, actor, { id })) === 0) throw new PortalError('login_not_found');
  }

  /**
   * Ends all of a user's sign-ins but perhaps one.
   * @param trx of what makes it necessary; the caller then pokes the changes when that is committed
   * @returns how many
   */
  endAll(userId: string, { except, actor }: { except?: string; actor: Actor }, trx?: Executor): Promise<number> {
    return this.remove(userId, actor, except === undefined ? {} : { except }, trx);
  }

  /** Signing out with the cookie: whoever holds it may. Signing out twice is signing out. */
  async signOut(id: string): Promise<void> {
    const found = await this.parts.logins.find(id, this.now());
    if (!found) return;
    const { user } = found.identity;
    await this.remove(user.id, { id: user.id, name: user.name, address: found.address }, { id });
  }

  /** Takes away all of a user's sign-ins in the transaction of what makes it necessary; that tells of it itself. */
  async forget(userId: string, trx: Executor): Promise<void> {
    await this.parts.logins.in(trx).remove(userId);
  }

  /**
   * Ends the sign-ins that came from an account of another place, since that place says so.
   * @param within throws where that place's word does not count; in the same transaction
   * @returns how many
   */
  async endUpstream(upstream: Upstream, within: (trx: Executor) => Promise<void> = () => Promise.resolve()): Promise<number> {
    const ended = await this.parts.logins.transaction(async (logins, trx) => {
      await within(trx);
      const rows = await logins.removeUpstream(upstream);
      await this.parts.changes.recordAll(
        trx,
        rows.map(({ id }) => ({ kind: 'login', subject: id, reason: SIGNED_OUT })),
      );
      const users = new Map<string, { name: string; count: number }>();
      for (const { userId, userName } of rows) users.set(userId, { name: userName, count: (users.get(userId)?.count ?? 0) + 1 });
      for (const [id, { name, count }] of users) {
        const detail = { count, issuer: upstream.issuer };
        await this.parts.audit.record({ action: 'login.end', actor: { id, name }, address: '', detail }, trx);
      }
      return rows.length;
    });
    if (ended > 0) this.parts.changes.poke();
    return ended;
  }

  /** A second factor was shown again, in the transaction that says so. */
  async factorShown(id: string, at: number, trx: Executor): Promise<void> {
    await this.parts.logins.in(trx).setFactorAt(id, at);
  }

  /** The password was given again, in the transaction that says so. */
  async passwordGiven(id: string, at: number, trx: Executor): Promise<void> {
    await this.parts.logins.in(trx).setProvedAt(id, at);
  }

  private async remove(userId: string, actor: Actor, which: { id?: string; except?: string }, trx?: Executor): Promise<number> {
    const repository = trx ? this.parts.logins.in(trx) : this.parts.logins;
    const ended = await repository.transaction(async (logins, trx) => {
      const ids = await logins.remove(userId, which);
      await this.parts.changes.recordAll(
        trx,
        ids.map((subject) => ({ kind: 'login', subject, reason: SIGNED_OUT })),
      );
      if (ids.length > 0)
        await this.parts.audit.record({ action: 'login.end', actor, address: actor.address, detail: { count: ids.length } }, trx);
      return ids.length;
    });
    if (!trx) this.parts.changes.poke();
    return ended;
  }
}
