import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Grant, grantQuerySchema } from '../contract/access';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { isForeignKeyViolation } from '../db/failures';
import { newId } from '../db/ids';
import { isPostgres, transaction, type Executor } from '../db/transaction';
import { fromTable, targetColumns } from './grant-table';

export type GrantQuery = z.output<typeof grantQuerySchema>;
export type GrantChanges = Partial<Pick<Grant, 'access' | 'endsAt' | 'hours' | 'note'>>;
export type NewGrant = Pick<Grant, 'target' | 'access' | 'endsAt' | 'hours' | 'note' | 'createdAt' | 'createdBy'> & {
  subject: Pick<Grant['subject'], 'kind' | 'id'>;
};

/** A page begins after the grant of this time and id. */
const placeSchema = z.tuple([z.int(), z.string()]);

export class GrantRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (grants: GrantRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new GrantRepository(trx), trx));
  }

  async find(id: string): Promise<Grant | null> {
    const row = await this.named().where('grants.id', '=', id).executeTakeFirst();
    return row ? fromTable(row) : null;
  }

  /** Nobody else changes it until the transaction is over. */
  async findForUpdate(id: string): Promise<Grant | null> {
    if (isPostgres(this.db)) await this.db.selectFrom('grants').select('id').where('id', '=', id).forUpdate().execute();
    return this.find(id);
  }

  /**
   * The newest first. With `user`, those that reach a person, by their groups too; with `host`, those that reach a host, by its tags too.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  async list({ user, group, host, tag, cursor, limit }: GrantQuery): Promise<Page<Grant>> {
    const after = readCursor(cursor, placeSchema);
    let query = this.named();
    if (user !== undefined) query = query.where(reachesUser(user));
    if (group !== undefined) query = query.where('grants.group_id', '=', group);
    if (host !== undefined) query = query.where(reachesHost(host));
    if (tag !== undefined) query = query.where('grants.tag', '=', tag);
    if (after) {
      const [at, id] = after;
      query = query.where((where) =>
        where.or([where('grants.created_at', '<', at), where.and([where('grants.created_at', '=', at), where('grants.id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('grants.created_at', 'desc')
      .orderBy('grants.id', 'desc')
      .limit(limit + 1)
      .execute();
    return cutPage(rows.map(fromTable), limit, ({ createdAt, id }) => [createdAt, id]);
  }

  /** @returns null when whom it is for, or the host, is not there */
  async insert({ subject, target, ...terms }: NewGrant): Promise<Grant | null> {
    const id = newId();
    try {
      await this.db
        .insertInto('grants')
        .values({
          id,
          user_id: subject.kind === 'user' ? subject.id : null,
          group_id: subject.kind === 'group' ? subject.id : null,
          ...targetColumns(target),
          access: terms.access,
          ends_at: terms.endsAt,
          hours: terms.hours && JSON.stringify(terms.hours),
          note: terms.note,
          created_at: terms.createdAt,
          created_by: terms.createdBy,
        })
        .execute();
    } catch (error) {
      if (isForeignKeyViolation(error)) return null;
      throw error;
    }
    return this.find(id);
  }

  async update(id: string, { access, endsAt, hours, note }: GrantChanges): Promise<void> {
    const columns = {
      ...(access === undefined ? {} : { access }),
      ...(endsAt === undefined ? {} : { ends_at: endsAt }),
      ...(hours === undefined ? {} : { hours: hours && JSON.stringify(hours) }),
      ...(note === undefined ? {} : { note }),
    };
    if (Object.keys(columns).length > 0) await this.db.updateTable('grants').set(columns).where('id', '=', id).execute();
  }

  async remove(id: string): Promise<void> {
    await this.db.deleteFrom('grants').where('id', '=', id).execute();
  }

  /** Which of what a grant names are there. */
  async exists(table: 'users' | 'groups' | 'hosts', id: string): Promise<boolean> {
    return (await this.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
  }

  private named() {
    return this.db
      .selectFrom('grants')
      .leftJoin('users', 'users.id', 'grants.user_id')
      .leftJoin('groups', 'groups.id', 'grants.group_id')
      .selectAll('grants')
      .select(({ fn }) => fn.coalesce('users.name', 'groups.name').as('subject_name'));
  }
}

function reachesUser(id: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(grants.user_id = ${id}
    or grants.group_id in (select group_id from memberships where user_id = ${id})
    or grants.group_id in (select g.id from groups as g join claimed_groups as c on c.key = g.key where c.user_id = ${id}))`;
}

function reachesHost(id: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(grants.target_kind = 'all' or grants.host_id = ${id}
    or grants.tag in (select tag from host_tags where host_id = ${id}))`;
}
