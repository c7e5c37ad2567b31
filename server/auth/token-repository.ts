import type { Token } from '../contract/people';
import { readLocale } from '../contract/locale';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import { transaction, type Executor } from '../db/transaction';
import { tokenScopeSchema, type TokenScope } from '../contract/token-scope';
import { identitySchema, type Identity } from './identity';

export interface FoundToken {
  identity: Identity;
  lastUsedAt: number | null;
}

export interface OwnedToken extends Token {
  /** The name of its owner. */
  user: string;
}

export class TokenRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (tokens: TokenRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new TokenRepository(trx), trx));
  }

  in(trx: Executor): TokenRepository {
    return new TokenRepository(trx);
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
        last_used_address: null,
        scope: JSON.stringify(scope),
      })
      .execute();
    return { id, name, createdAt, expiresAt, lastUsedAt: null, lastUsedAddress: null, scope };
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

  /** Several processes may tell of one use: the latest counts. */
  async used(id: string, { at, address }: { at: number; address: string | null }): Promise<void> {
    await this.db
      .updateTable('tokens')
      .set({ last_used_at: at, last_used_address: address })
      .where('id', '=', id)
      .where((expression) => expression.or([expression('last_used_at', 'is', null), expression('last_used_at', '<', at)]))
      .execute();
  }

  async count(userId: string): Promise<number> {
    const query = this.db.selectFrom('tokens').select(({ fn }) => fn.countAll<number>().as('count'));
    return (await query.where('user_id', '=', userId).executeTakeFirstOrThrow()).count;
  }

  /** The newest first, expired ones too: their owner wonders why they fail. @param userId absent: everybody's */
  async list(userId?: string): Promise<OwnedToken[]> {
    const query = this.db
      .selectFrom('tokens')
      .innerJoin('users', 'users.id', 'tokens.user_id')
      .selectAll('tokens')
      .select('users.name as user')
      .orderBy('tokens.created_at', 'desc')
      .orderBy('tokens.id', 'desc');
    const rows = await (userId === undefined ? query : query.where('tokens.user_id', '=', userId)).execute();
    return rows.map((row) => ({
      id: row.id,
      user: row.user,
      name: row.name,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at,
      lastUsedAddress: row.last_used_address,
      scope: readScope(row.scope),
    }));
  }

  /** @param id absent: all of the user's @returns those that were there */
  async remove(userId: string, id?: string): Promise<{ id: string; name: string }[]> {
    const query = this.db.deleteFrom('tokens').where('user_id', '=', userId);
    return (id === undefined ? query : query.where('id', '=', id)).returning(['id', 'name']).execute();
  }

  async userName(userId: string): Promise<string> {
    return (await this.db.selectFrom('users').select('name').where('id', '=', userId).executeTakeFirst())?.name ?? '';
  }

  /** @returns null where there is no such token */
  async owner(id: string): Promise<{ id: string; name: string } | null> {
    const query = this.db.selectFrom('tokens').innerJoin('users', 'users.id', 'tokens.user_id').select(['users.id', 'users.name']);
    return (await query.where('tokens.id', '=', id).executeTakeFirst()) ?? null;
  }
}

/** What tokens may do that were made before there were other powers: nothing that would have been added to them since. */
const firstScope: TokenScope = { powers: ['read', 'connect', 'manage'] };

/** @throws ZodError for what no version of the portal has written: then the token opens nothing */
function readScope(stored: string | null): TokenScope {
  return stored === null ? firstScope : tokenScopeSchema.parse(JSON.parse(stored));
}
