/**
 * Signing in with name and password, and the way from any proof to a session. An unknown name, a wrong password and a disabled user get
 * the same answer after the same time. With a directory, so do names of the portal and names of the directory, also while it is down.
 */

import type { Executor } from '../audit/audit-repository';
import type { AuditService } from '../audit/audit-service';
import { isPortalError, PortalError } from '../contract/errors';
import { userNameSchema, type User } from '../contract/people';
import type { Account, UserRepository } from '../people/user-repository';
import type { LoginService } from './login-service';
import type { Passwords } from './passwords';
import { PROXY } from './proxied-person';
import type { CountAccount, Throttle } from './throttle';
import type { Progress, Proof, Tickets } from './tickets';
import { foldName, readTypedName, type TypedName } from './typed-name';
import { waitError } from './wait-error';

export type { Proof };

/** The key of all names that nobody can have, in the throttle. */
const IMPOSSIBLE_NAME = '';

/** Accounts whose passwords another place knows. Asked for names that have no password here. */
export interface Directory {
  /**
   * @param count counts the attempt against the account that the name means
   * @returns null when the name or the password is wrong
   * @throws PortalError `directory_unavailable`
   */
  signIn(name: TypedName, password: string, address: string, count: CountAccount): Promise<{ user: User; proof: Proof } | null>;
  /**
   * As much work as {@link signIn}, for a name whose password the portal keeps: nobody can tell which names those are.
   * @throws PortalError `directory_unavailable`
   */
  pretend(name: TypedName, count: CountAccount): Promise<void>;
}

/** Somebody of whom another place makes an administrator; see external-accounts.ts. */
interface Promotions {
  alone(trx: Executor): Promise<void>;
  promote(userId: string, proof: Proof, address: string, trx: Executor): Promise<void>;
  promoted(): void;
}

interface Parts {
  users: UserRepository;
  logins: LoginService;
  passwords: Passwords;
  throttle: Throttle;
  audit: AuditService;
  tickets: Tickets;
  directory?: Directory | undefined;
  promotions: Promotions;
  /** Whether the portal's own passwords open anything. */
  ownPasswords?: boolean;
}
/** The browser that signs in. */
export interface Client {
  address: string;
  userAgent: string;
}
export interface SignInInput extends Client {
  name: string;
  password: string;
}
export interface SignedIn {
  user: User;
  login: { id: string; expiresAt: number };
  /** Who it is at the proxy that let them in; absent: no proxy did. */
  proxied?: string;
}
/** `more`: something else is wanted first; the ticket, kept in a cookie, stands for what was shown so far. */
export type SignInResult = ({ kind: 'login' } & SignedIn) | { kind: 'more'; ticket: string };

/** A right name and password. */
interface Proven {
  progress: Progress;
  /** Against which the password was right; null: another place said so. */
  hash: string | null;
}

/** One try. */
interface Try {
  /** null: no account anywhere can have the name. */
  typed: TypedName | null;
  /** The name as the portal's own accounts have it. */
  own: string;
  password: string;
  address: string;
  count: CountAccount;
}

const isDirectoryAway = (error: unknown): boolean => isPortalError(error) && error.code === 'directory_unavailable';

export class SignIn {
  constructor(private readonly parts: Parts) {}

  /** @throws PortalError `wrong_credentials`, `too_many_attempts` with the time to wait, `directory_unavailable`, `busy`, `unavailable` */
  async signIn({ name, password, address, userAgent }: SignInInput): Promise<SignInResult> {
    const typed = readTypedName(name);
    const parsed = userNameSchema.safeParse(typed?.whole);
    const own = parsed.success ? parsed.data : IMPOSSIBLE_NAME;
    // A directory knows one account by many spellings, so those count together. Whether anybody has the name makes no difference.
    const counted = this.parts.directory && typed ? foldName(typed.short) : own;
    const attempt = await this.parts.throttle.attempt(counted, address, (count) => this.check({ typed, own, password, address, count }), {
      // Else whoever has the password could try codes for ever, beginning again before each wait.
      clears: ({ progress }) => progress.step !== 'factor',
      // Else the portal's own passwords could be guessed without limit while the directory is down.
      counts: isDirectoryAway,
    });
    if (!attempt.allowed) {
      if (attempt.first) await this.recordThrottled(own, address, attempt.waitMs);
      throw waitError(attempt.waitMs);
    }
    if (attempt.result === null) throw new PortalError('wrong_credentials');
    const { progress, hash } = attempt.result;
    return this.goOn(progress, { address, userAgent }, hash);
  }

  /** @param user has proved who they are, as `proof` tells: a session, or what is wanted first */
  async proceed(user: User, proof: Proof, client: Client): Promise<SignInResult> {
    return this.goOn(await this.parts.tickets.progress(user, proof), client, null);
  }

  /** As {@link proceed}, where the browser makes the session itself at the end, whatever is wanted. */
  async begin(user: User, proof: Proof): Promise<{ ticket: string; progress: Progress }> {
    const progress = await this.parts.tickets.progress(user, proof);
    return { ticket: await this.parts.tickets.open(user, proof, this.stillThere(user, null)), progress };
  }

  /**
   * Makes the session of a sign-in that wants nothing more.
   * @throws PortalError `sign_in_lost`
   */
  async complete(ticket: string, client: Client): Promise<SignedIn> {
    const { tickets, logins, promotions } = this.parts;
    const { user, proof, step } = await tickets.read(ticket);
    if (step !== 'done') throw new PortalError('sign_in_lost');
    const proxied = proof.provider === PROXY && proof.upstream ? { proxied: proof.upstream.subject } : {};
    if (!proof.promotes) {
      const login = await logins.create(user, client, proof, (trx) => tickets.take(ticket, trx));
      return { user, login, ...proxied };
    }
    const login = await logins.create(user, client, proof, async (trx) => {
      await promotions.alone(trx);
      await tickets.take(ticket, trx);
      await promotions.promote(user.id, proof, client.address, trx);
    });
    promotions.promoted();
    return { user, login, ...proxied };
  }

  private async goOn({ user, proof, step }: Progress, client: Client, hash: string | null): Promise<SignInResult> {
    const { tickets, logins } = this.parts;
    const still = this.stillThere(user, hash);
    if (step !== 'done') return { kind: 'more', ticket: await tickets.open(user, proof, still) };
    return { kind: 'login', user, login: await logins.create(user, client, proof, still) };
  }

  /** Between the check and what is made of it, somebody may have disabled the user, or set another password. */
  private stillThere(user: User, hash: string | null): (trx: Executor) => Promise<void> {
    return async (trx) => {
      const now = await this.parts.users.in(trx).accountForUpdate(user.id);
      if (!now || now.disabled || (hash !== null && now.passwordHash !== hash)) throw new PortalError('wrong_credentials');
    };
  }

  private async check({ typed, own, password, address, count }: Try): Promise<Proven | null> {
    const { users, passwords, directory, tickets, ownPasswords = true } = this.parts;
    if (own !== IMPOSSIBLE_NAME) await count(own);
    const account = await users.account(own);
    const hash = ownPasswords ? (account?.passwordHash ?? null) : null;
    const right = await passwords.verify(hash, password);
    if (account && hash !== null && right && !account.disabled) {
      const user = await users.find(account.id);
      return user && { progress: await tickets.progress(user, { provider: 'password' }), hash };
    }
    const wrong = account === null ? 'unknown name' : account.disabled ? 'user is disabled' : 'wrong password';
    // An unauthenticated bind (RFC 4513, 5.1.2) is none.
    if (!directory || typed === null || password === '') return this.fail(account, address, wrong);
    try {
      if (hash !== null) {
        await directory.pretend(typed, count);
        return await this.fail(account, address, wrong);
      }
      const found = await directory.signIn(typed, password, address, count);
      if (found && !found.user.disabled) return { progress: await tickets.progress(found.user, found.proof), hash: null };
    } catch (error) {
      if (isDirectoryAway(error)) await this.fail(account, address, hash === null ? 'the directory does not answer' : wrong);
      throw error;
    }
    return this.fail(account, address, wrong);
  }

  private async fail(account: Account | null, address: string, reason: string): Promise<null> {
    await this.record('login.failure', account, address, { reason });
    return null;
  }

  private async recordThrottled(name: string, address: string, waitMs: number): Promise<void> {
    await this.record('login.throttled', await this.parts.users.account(name), address, { waitMs });
  }

  /** Only the name of somebody who exists is written down: what else is typed there is often the password. */
  private async record(
    action: 'login.failure' | 'login.throttled',
    account: Account | null,
    address: string,
    detail: Record<string, string | number>,
  ): Promise<void> {
    await this.parts.audit.happened({ action, address, detail: { ...detail, ...(account ? { user: account.name } : {}) } });
  }
}
