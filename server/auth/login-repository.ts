import type { Login } from '../contract/people';
import { readLocale } from '../contract/locale';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import { transaction, type Executor } from '../db/transaction';
import { identitySchema, type Identity } from './identity';

/** A sign-in without what only its asker knows. */
export type StoredLogin = Omit<Login, 'current'>;

/** Of an account of another place; without a subject, one session there. */
export interface Upstream {
  issuer: string;
  subject?: string | undefined;
  session?: string | undefined;
}
export interface NewLogin extends Omit<StoredLogin, 'id' | 'lastSeenAt'> {
  upstream: { issuer: string; subject: string; session?: string | undefined } | null;
  factorAt: number | null;
}

export interface FoundLogin {
  identity: Identity;
  lastSeenAt: number;
  address: string;
}

export class LoginRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (logins: LoginRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new LoginRepository(trx), trx));
  }

  in(trx: Executor): LoginRepository {
    return new LoginRepository(trx);
  }

  /** Also notes at the user when they last signed in. */
  async insert(userId: string, login: NewLogin): Promise<string> {
    const id = newId();
    const { createdAt, expiresAt, address, userAgent, provider, upstream, factorAt } = login;
    await this.db
      .insertInto('logins')
      .values({
        id,
        user_id: userId,
        created_at: createdAt,
        expires_at: expiresAt,
        last_seen_at: createdAt,
        address,
        user_agent: userAgent,
        provider,
        issuer: upstream?.issuer ?? null,
        subject: upstream?.subject ?? null,
        upstream_session: upstream?.session ?? null,
        factor_at: factorAt,
        proved_at: createdAt,
      })
      .execute();
    await this.db.updateTable('users').set({ last_sign_in_at: createdAt }).where('id', '=', userId).execute();
    return id;
  }

  /** The sign-in if it holds at this time and its user may sign in. */
  async find(id: string, now: number): Promise<FoundLogin | null> {
    const row = await this.db
      .selectFrom('logins')
      .innerJoin('users', 'users.id', 'logins.user_id')
      .select([
        'logins.id',
        'logins.expires_at',
        'logins.last_seen_at',
        'logins.address',
        'logins.provider',
        'logins.factor_at',
        'logins.proved_at',
        'users.id as user_id',
        'users.name',
        'users.display_name',
        'users.role',
        'users.locale',
      ])
      .where('logins.id', '=', id)
      .where('logins.expires_at', '>', now)
      .where('users.disabled', '=', 0)
      .executeTakeFirst();
    if (!row) return null;
    const identity = identitySchema.parse({
      user: { id: row.user_id, name: row.name, displayName: row.display_name, role: row.role, locale: readLocale(row.locale) },
      via: {
        kind: 'login',
        id: row.id,
        expiresAt: row.expires_at,
        provider: row.provider,
        factorAt: row.factor_at,
        provedAt: row.proved_at,
      },
    });
    return { identity, lastSeenAt: row.last_seen_at, address: row.address };
  }

  async seen(id: string, now: number): Promise<void> {
    await this.db.updateTable('logins').set({ last_seen_at: now }).where('id', '=', id).where('last_seen_at', '<', now).execute();
  }

  /** The user's sign-ins that hold, the last used first. */
  async list(userId: string, now: number): Promise<StoredLogin[]> {
    const rows = await this.db
      .selectFrom('logins')
      .selectAll()
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      lastSeenAt: row.last_seen_at,
      address: row.address,
      userAgent: row.user_agent,
      provider: row.provider,
    }));
  }

  /** @returns the ids of those that were there */
  async remove(userId: string, which: { id?: string; except?: string } = {}): Promise<string[]> {
    let query = this.db.deleteFrom('logins').where('user_id', '=', userId);
    if (which.id !== undefined) query = query.where('id', '=', which.id);
    if (which.except !== undefined) query = query.where('id', '!=', which.except);
    const rows = await query.returning('id').execute();
    return rows.map(({ id }) => id);
  }

  /** @returns those that were there; none where neither subject nor session is named */
  async removeUpstream({ issuer, subject, session }: Upstream): Promise<{ id: string; userId: string; userName: string }[]> {
    if (subject === undefined && session === undefined) return [];
    let query = this.db.selectFrom('logins').innerJoin('users', 'users.id', 'logins.user_id').where('logins.issuer', '=', issuer);
    if (subject !== undefined) query = query.where('logins.subject', '=', subject);
    if (session !== undefined) query = query.where('logins.upstream_session', '=', session);
    const rows = await query.select(['logins.id as id', 'users.id as userId', 'users.name as userName']).execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const removed = await this.db.deleteFrom('logins').where('id', 'in', ids).returning('id').execute();
    const gone = new Set(removed.map(({ id }) => id));
    return rows.filter(({ id }) => gone.has(id));
  }

  async setFactorAt(id: string, at: number): Promise<void> {
    await this.db.updateTable('logins').set({ factor_at: at }).where('id', '=', id).execute();
  }

  async setProvedAt(id: string, at: number): Promise<void> {
    await this.db.updateTable('logins').set({ proved_at: at }).where('id', '=', id).execute();
  }

  async removeExpired(now: number): Promise<void> {
    await this.db.deleteFrom('logins').where('expires_at', '<=', now).execute();
  }
}
