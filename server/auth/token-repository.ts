import type { Token } from '../contract/people';
import { readLocale } from '../contract/locale';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import { transaction, type Executor } from '../db/transaction';
import { fullScope, tokenPowerSchema, tokenScopeSchema, type TokenScope } from '../contract/token-scope';
import { identitySchema, type Identity } from './identity';

export interface FoundToken {
  identity: Identity;
  lastUsedAt: number | null;
}

export class TokenRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (tokens: TokenRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new TokenRepository(trx), trx));
  }

  /** @param hash SHA-256 of the token, hex */
  async insert(
    userId: string,
    { name, createdAt, expiresAt, scope }: Pick<Token, 'name' | 'createdAt' | 'expiresAt' | 'scope'>,
    hash: string,
  ): Promise<Token> {
    const id = newId();
    await this.db
      .insertInto('tokens')
      .values({
        id,
        user_id: userId,
        name,
        hash,
        created_at: createdAt,
        expires_at: expiresAt,
        last_used_at: null,
        scope: writeScope(scope),
      })
      .execute();
    return { id, name, createdAt, expiresAt, lastUsedAt: null, scope };
  }

  /** The token if it holds at this time and its user is not disabled. */
  async findByHash(hash: string, now: number): Promise<FoundToken | null> {
    const row = await this.db
      .selectFrom('tokens')
      .innerJoin('users', 'users.id', 'tokens.user_id')
      .select([
        'tokens.id',
        'tokens.expires_at',
        'tokens.last_used_at',
        'tokens.scope',
        'users.id as user_id',
        'users.name',
        'users.display_name',
        'users.role',
        'users.locale',
      ])
      .where('tokens.hash', '=', hash)
      .where((expression) => expression.or([expression('tokens.expires_at', 'is', null), expression('tokens.expires_at', '>', now)]))
      .where('users.disabled', '=', 0)
      .executeTakeFirst();
    if (!row) return null;
    const identity = identitySchema.parse({
      user: { id: row.user_id, name: row.name, displayName: row.display_name, role: row.role, locale: readLocale(row.locale) },
      via: { kind: 'token', id: row.id, expiresAt: row.expires_at, scope: readScope(row.scope) },
    });
    return { identity, lastUsedAt: row.last_used_at };
  }

  async used(id: string, now: number): Promise<void> {
    await this.db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).execute();
  }

  /** The newest first, expired ones too: their owner wonders why they fail. */
  async list(userId: string): Promise<Token[]> {
    const rows = await this.db
      .selectFrom('tokens')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at,
      scope: readScope(row.scope),
    }));
  }

  /** @returns the name of the one that was there */
  async remove(id: string, userId: string): Promise<string | null> {
    const row = await this.db.deleteFrom('tokens').where('id', '=', id).where('user_id', '=', userId).returning('name').executeTakeFirst();
    return row?.name ?? null;
  }
}

/** Nothing is stored of a token that may do all: so are those that are older than scopes. */
function writeScope(scope: TokenScope): string | null {
  const whole = tokenPowerSchema.options.every((power) => scope.powers.includes(power));
  return whole && scope.hosts === undefined && scope.tags === undefined ? null : JSON.stringify(scope);
}

/** @throws ZodError for what no version of the portal has written: then the token opens nothing */
function readScope(stored: string | null): TokenScope {
  return stored === null ? fullScope : tokenScopeSchema.parse(JSON.parse(stored));
}
