import { sql } from 'kysely';
import { z } from 'zod';
import type { Group, groupQuerySchema, Member } from '../contract/access';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { isForeignKeyViolation, isUniqueViolation } from '../db/failures';
import { newId } from '../db/ids';
import type { GroupTable } from '../db/schema';
import { containsWord, searchable, searchWords } from '../db/search';
import { isPostgres, transaction, type Executor } from '../db/transaction';

export type GroupQuery = z.output<typeof groupQuerySchema>;
type Row = GroupTable & { members: number };

/** A page begins after this key. */
const placeSchema = z.tuple([z.string()]);

export class GroupRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (groups: GroupRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new GroupRepository(trx), trx));
  }

  async find(id: string): Promise<Group | null> {
    const row = await this.counted().where('id', '=', id).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  /** Nobody else changes it until the transaction is over. */
  async findForUpdate(id: string): Promise<Group | null> {
    if (isPostgres(this.db)) await this.db.selectFrom('groups').select('id').where('id', '=', id).forUpdate().execute();
    return this.find(id);
  }

  async findByName(name: string): Promise<Group | null> {
    const row = await this.counted().where('key', '=', groupKey(name)).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  /**
   * In the order of names.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  async list({ q, cursor, limit }: GroupQuery): Promise<Page<Group>> {
    const after = readCursor(cursor, placeSchema);
    let query = this.counted();
    for (const word of searchWords(q)) query = query.where(containsWord('search', word));
    if (after) query = query.where('key', '>', after[0]);
    const rows: Row[] = await query
      .orderBy('key')
      .limit(limit + 1)
      .execute();
    const page = cutPage(rows, limit, ({ key }) => [key]);
    return { ...page, items: page.items.map(fromTable) };
  }

  /** @returns null when the name is taken */
  async insert({ name, description, createdAt }: Pick<Group, 'name' | 'description' | 'createdAt'>): Promise<Group | null> {
    const id = newId();
    const row = { id, ...columnsOf({ name, description }), created_at: createdAt };
    const done = await unlessTaken(() => this.db.insertInto('groups').values(row).execute());
    return done ? this.find(id) : null;
  }

  /** @returns false when the name is taken */
  update(id: string, group: Pick<Group, 'name' | 'description'>): Promise<boolean> {
    return unlessTaken(() => this.db.updateTable('groups').set(columnsOf(group)).where('id', '=', id).execute());
  }

  async remove(id: string): Promise<void> {
    await this.db.deleteFrom('groups').where('id', '=', id).execute();
  }

  /** In the order of names, whether put there or by the word of where they sign in. */
  async members(groupId: string): Promise<Member[]> {
    const put = await this.db
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .select(['users.id', 'users.name', 'users.display_name', 'users.disabled'])
      .where('memberships.group_id', '=', groupId)
      .execute();
    const claimed = await this.db
      .selectFrom('groups')
      .innerJoin('claimed_groups', 'claimed_groups.key', 'groups.key')
      .innerJoin('users', 'users.id', 'claimed_groups.user_id')
      .select(['users.id', 'users.name', 'users.display_name', 'users.disabled', 'claimed_groups.provider'])
      .where('groups.id', '=', groupId)
      .orderBy('claimed_groups.provider')
      .execute();
    const members = new Map<string, Member>();
    for (const row of put) members.set(row.id, { ...person(row), local: true, providers: [] });
    for (const row of claimed) {
      const member = members.get(row.id) ?? { ...person(row), local: false, providers: [] };
      members.set(row.id, { ...member, providers: [...member.providers, row.provider] });
    }
    return [...members.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns whether the user was not in it before; null when there is no such user */
  async join(groupId: string, userId: string, at: number): Promise<boolean | null> {
    try {
      const added = await this.db
        .insertInto('memberships')
        .values({ group_id: groupId, user_id: userId, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .returning('user_id')
        .execute();
      return added.length > 0;
    } catch (error) {
      if (isForeignKeyViolation(error)) return null;
      throw error;
    }
  }

  /** @returns whether an administrator had put the user there */
  async leave(groupId: string, userId: string): Promise<boolean> {
    const query = this.db.deleteFrom('memberships').where('group_id', '=', groupId).where('user_id', '=', userId);
    return (await query.returning('user_id').execute()).length > 0;
  }

  async userName(id: string): Promise<string | null> {
    return (await this.db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst())?.name ?? null;
  }

  private counted() {
    const members = sql<number>`(select count(*) from users where
      exists (select 1 from memberships as m where m.user_id = users.id and m.group_id = groups.id)
      or exists (select 1 from claimed_groups as c where c.user_id = users.id and c.key = groups.key))`;
    return this.db.selectFrom('groups').selectAll().select(members.as('members'));
  }
}

/** By which groups of other places are found, too. */
export function groupKey(name: string): string {
  return searchable(name.trim());
}

function columnsOf({ name, description }: Pick<Group, 'name' | 'description'>) {
  return { name, key: groupKey(name), description, search: searchable(name, description) };
}

async function unlessTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

function person(row: { id: string; name: string; display_name: string; disabled: number }) {
  return { userId: row.id, name: row.name, displayName: row.display_name, disabled: row.disabled !== 0 };
}

function fromTable({ id, name, description, members, created_at }: Row): Group {
  return { id, name, description, members, createdAt: created_at };
}
