import { z } from 'zod';
import { userSchema, type Role, type User, type userQuerySchema } from '../contract/people';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { isUniqueViolation } from '../db/failures';
import { newId } from '../db/ids';
import type { UserTable } from '../db/schema';
import { containsWord, searchable, searchWords } from '../db/search';
import { isPostgres, serialise, transaction, type Executor } from '../db/transaction';
import { noDetails, UserDetailsRepository, type UserDetails } from './user-details-repository';

export type UserQuery = z.output<typeof userQuerySchema>;

export interface NewUser {
  name: string;
  displayName: string;
  role: Role;
  /** Empty: none. */
  passwordHash: string;
  mustChangePassword?: boolean;
  createdAt: number;
}
export type UserChanges = Partial<Pick<User, 'displayName' | 'role' | 'disabled' | 'mustChangePassword'>> & { passwordHash?: string };

/** As little as a check of a password needs, in one query whoever it is. */
export interface Account {
  id: string;
  name: string;
  disabled: boolean;
  /** null where there is none. */
  passwordHash: string | null;
}

/** A page begins after this name. */
const placeSchema = z.tuple([z.string()]);

export class UserRepository {
  /** @param now for invitations that have run out */
  constructor(
    private readonly db: Executor | Database,
    private readonly now: () => number = Date.now,
  ) {}

  transaction<T>(work: (users: UserRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(this.in(trx), trx));
  }

  in(trx: Executor): UserRepository {
    return new UserRepository(trx, this.now);
  }

  /** From here to the end of the transaction nobody else decides by how many users or administrators there are. */
  alone(): Promise<void> {
    return serialise(this.db, 'people');
  }

  async find(id: string): Promise<User | null> {
    const row = await this.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? ((await this.withDetails([row]))[0] ?? null) : null;
  }

  async findByName(name: string): Promise<User | null> {
    const row = await this.db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst();
    return row ? ((await this.withDetails([row]))[0] ?? null) : null;
  }

  /** Its hash is in no {@link User}. */
  async account(name: string): Promise<Account | null> {
    const row = await this.db.selectFrom('users').select(accountColumns).where('name', '=', name).executeTakeFirst();
    return row ? accountOf(row) : null;
  }

  /** Nobody else changes it until the transaction is over. */
  async accountForUpdate(id: string): Promise<Account | null> {
    const query = this.db.selectFrom('users').select(accountColumns).where('id', '=', id);
    const row = await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).executeTakeFirst();
    return row ? accountOf(row) : null;
  }

  /** @returns null where there is none */
  async passwordHash(id: string): Promise<string | null> {
    const row = await this.db.selectFrom('users').select(accountColumns).where('id', '=', id).executeTakeFirst();
    return row ? accountOf(row).passwordHash : null;
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
    return cutPage(await this.withDetails(rows), limit, (user) => [user.name]);
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
          must_change_password: user.mustChangePassword ? 1 : 0,
        })
        .execute();
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
    return this.find(id);
  }

  async update(user: User, changes: UserChanges): Promise<void> {
    const { displayName, role, disabled, mustChangePassword, passwordHash } = changes;
    if (Object.keys(changes).length === 0) return;
    await this.db
      .updateTable('users')
      .set({
        ...(displayName === undefined ? {} : { display_name: displayName, search: searchable(user.name, displayName) }),
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined ? {} : { disabled: disabled ? 1 : 0 }),
        ...(mustChangePassword === undefined ? {} : { must_change_password: mustChangePassword ? 1 : 0 }),
        ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
      })
      .where('id', '=', user.id)
      .execute();
  }

  /** With all that is theirs: sign-ins, tokens, factors, grants. */
  async remove(id: string): Promise<void> {
    await this.db.deleteFrom('users').where('id', '=', id).execute();
  }

  private async withDetails(rows: UserTable[]): Promise<User[]> {
    const details = await new UserDetailsRepository(this.db).of(
      rows.map(({ id }) => id),
      this.now(),
    );
    return rows.map((row) => fromTable(row, details.get(row.id) ?? noDetails()));
  }
}

const accountColumns = ['id', 'name', 'disabled', 'password_hash'] as const;

function accountOf(row: Pick<UserTable, (typeof accountColumns)[number]>): Account {
  return { id: row.id, name: row.name, disabled: row.disabled !== 0, passwordHash: row.password_hash || null };
}

function fromTable(row: UserTable, details: UserDetails): User {
  return userSchema.parse({
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    role: row.role,
    disabled: row.disabled !== 0,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
    hasPassword: row.password_hash !== '',
    mustChangePassword: row.must_change_password !== 0,
    ...details,
  });
}
