import { z } from 'zod';
import { userSchema, type Role, type User, type userQuerySchema } from '../contract/people';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { isUniqueViolation } from '../db/failures';
import { newId } from '../db/ids';
import type { UserTable } from '../db/schema';
import { containsWord, searchable, searchWords } from '../db/search';
import { serialise, transaction, type Executor } from '../db/transaction';

export type UserQuery = z.output<typeof userQuerySchema>;

export interface NewUser {
  name: string;
  displayName: string;
  role: Role;
  passwordHash: string;
  createdAt: number;
}
export type UserChanges = Partial<Pick<User, 'displayName' | 'role' | 'disabled'>> & { passwordHash?: string };

/** A page begins after this name. */
const placeSchema = z.tuple([z.string()]);

export class UserRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (users: UserRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new UserRepository(trx), trx));
  }

  /** From here to the end of the transaction nobody else decides by how many users or administrators there are. */
  alone(): Promise<void> {
    return serialise(this.db, 'people');
  }

  async find(id: string): Promise<User | null> {
    const row = await this.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  async findByName(name: string): Promise<User | null> {
    const row = await this.db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  /** The only way to the hash: it is in no {@link User}. */
  async passwordHash(id: string): Promise<string | null> {
    const row = await this.db.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirst();
    return row?.password_hash ?? null;
  }

  async count(): Promise<number> {
    const row = await this.db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return row.count;
  }

  async countActiveAdmins(): Promise<number> {
    const query = this.db.selectFrom('users').select(({ fn }) => fn.countAll<number>().as('count'));
    const row = await query.where('role', '=', 'admin').where('disabled', '=', 0).executeTakeFirstOrThrow();
    return row.count;
  }

  /**
   * In the order of names.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  async list({ q, cursor, limit }: UserQuery): Promise<Page<User>> {
    const after = readCursor(cursor, placeSchema);
    let query = this.db.selectFrom('users').selectAll();
    for (const word of searchWords(q)) query = query.where(containsWord('search', word));
    if (after) query = query.where('name', '>', after[0]);
    const rows = await query
      .orderBy('name')
      .limit(limit + 1)
      .execute();
    return cutPage(rows.map(fromTable), limit, (user) => [user.name]);
  }

  /** @returns null when the name is taken */
  async insert(user: NewUser): Promise<User | null> {
    const id = newId();
    try {
      await this.db
        .insertInto('users')
        .values({
          id,
          name: user.name,
          display_name: user.displayName,
          role: user.role,
          password_hash: user.passwordHash,
          disabled: 0,
          search: searchable(user.name, user.displayName),
          created_at: user.createdAt,
          last_sign_in_at: null,
        })
        .execute();
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
    const { name, displayName, role, createdAt } = user;
    return { id, name, displayName, role, disabled: false, createdAt, lastSignInAt: null };
  }

  async update(user: User, changes: UserChanges): Promise<void> {
    const { displayName, role, disabled, passwordHash } = changes;
    if (Object.keys(changes).length === 0) return;
    await this.db
      .updateTable('users')
      .set({
        ...(displayName === undefined ? {} : { display_name: displayName, search: searchable(user.name, displayName) }),
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined ? {} : { disabled: disabled ? 1 : 0 }),
        ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
      })
      .where('id', '=', user.id)
      .execute();
  }
}

function fromTable(row: UserTable): User {
  return userSchema.parse({
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    role: row.role,
    disabled: row.disabled !== 0,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  });
}
