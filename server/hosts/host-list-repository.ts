/** Pages of the host list: searched, filtered and sorted by the database, however many hosts there are. */

import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { VisibleHosts } from '../access/host-set';
import type { Host, HostQuery, HostSort } from '../contract/host';
import { cutPage, readCursor } from '../db/cursor';
import type { HostTable } from '../db/schema';
import { containsWord, searchWords } from '../db/search';
import type { Executor } from '../db/transaction';
import { fromTable } from './host-table';

export interface ListedHost extends Host {
  favourite: boolean;
  openedAt: number | null;
}
type Row = HostTable & { favourite: number | null; opened_at: number | null };

interface SortKey {
  column: RawBuilder<unknown>;
  direction: 'asc' | 'desc';
  schema: z.ZodType;
  of: (row: Row) => string | number;
}

const key = (column: string, direction: 'asc' | 'desc', schema: z.ZodType, of: SortKey['of']): SortKey => ({
  column: sql.raw(column),
  direction,
  schema,
  of,
});
const id = (direction: 'asc' | 'desc') => key('hosts.id', direction, z.string(), (row) => row.id);
const name = (direction: 'asc' | 'desc') => key('hosts.sort_name', direction, z.string(), (row) => row.sort_name);

/** Each ends with the id: no two rows are equal, so a page begins exactly where the one before ended. */
const sorts: Record<HostSort, SortKey[]> = {
  recent: [
    key('coalesce(host_visits.favourite, 0)', 'desc', z.int(), (row) => row.favourite ?? 0),
    key('coalesce(host_visits.opened_at, 0)', 'desc', z.int(), (row) => row.opened_at ?? 0),
    name('asc'),
    id('asc'),
  ],
  name: [name('asc'), id('asc')],
  '-name': [name('desc'), id('desc')],
  id: [id('asc')],
  '-id': [id('desc')],
  updated: [key('hosts.updated_at', 'desc', z.int(), (row) => row.updated_at), id('desc')],
};

/** Whose list it is. */
export interface Viewer {
  userId: string;
  among: SeenHosts;
}
/** By `everything`, the search goes through addresses too. */
export interface SeenHosts {
  visible: VisibleHosts;
  everything: boolean;
}
export const wholeRegistry: SeenHosts = { visible: 'all', everything: true };

export class HostListRepository {
  constructor(private readonly db: Executor) {}

  /**
   * @throws PortalError `invalid` for a cursor that is none of this list in this order
   */
  async page(
    { userId, among }: Viewer,
    { sort, cursor, limit, ...filter }: HostQuery,
  ): Promise<{ items: ListedHost[]; nextCursor: string | null; total: number }> {
    const keys = sorts[sort];
    const after = readCursor(cursor, z.tuple([z.literal(sort), ...keys.map(({ schema }) => schema)]));
    const matching = hostsMatching(filter, among);

    let query = this.db
      .selectFrom('hosts')
      .leftJoin('host_visits', (join) => join.onRef('host_visits.host_id', '=', 'hosts.id').on('host_visits.user_id', '=', userId))
      .selectAll('hosts')
      .select(['host_visits.favourite', 'host_visits.opened_at'])
      .where(matching);
    if (after) query = query.where(beyond(keys, after.slice(1)));
    for (const { column, direction } of keys) query = query.orderBy(column, direction);
    const rows: Row[] = await query.limit(limit + 1).execute();
    const counted = this.db.selectFrom('hosts').select(({ fn }) => fn.countAll<number>().as('total'));
    const { total } = await counted.where(matching).executeTakeFirstOrThrow();

    const page = cutPage(rows, limit, (row) => [sort, ...keys.map(({ of }) => of(row))]);
    return { ...page, items: page.items.map(listed), total };
  }
}

/** The hosts that a search finds, as a condition on their table. */
export function hostsMatching({ q, tag, untagged }: Pick<HostQuery, 'q' | 'tag' | 'untagged'>, among = wholeRegistry): RawBuilder<SqlBool> {
  const searched = among.everything ? 'hosts.search' : 'hosts.public_search';
  const conditions = searchWords(q).map((word) => containsWord(searched, word));
  conditions.push(hostsAmong(among.visible));
  if (tag !== undefined)
    conditions.push(sql<SqlBool>`exists (select 1 from host_tags where host_tags.host_id = hosts.id and host_tags.tag = ${tag})`);
  if (untagged === 'true') conditions.push(sql<SqlBool>`not exists (select 1 from host_tags where host_tags.host_id = hosts.id)`);
  return all(conditions);
}

/** The hosts that somebody may see, as a condition on their table. */
export function hostsAmong(visible: VisibleHosts): RawBuilder<SqlBool> {
  if (visible === 'all') return all([]);
  if (visible.length === 0) return none;
  return all(
    visible.map(({ hosts, tags }) => {
      const ways = [
        ...(hosts.length === 0 ? [] : [sql<SqlBool>`hosts.id in (${sql.join(hosts)})`]),
        ...(tags.length === 0 ? [] : [sql<SqlBool>`hosts.id in (select host_id from host_tags where tag in (${sql.join(tags)}))`]),
      ];
      return ways.length === 0 ? none : sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
    }),
  );
}

const none = sql<SqlBool>`1 = 0`;

/** The rows after the given one: equal in the first keys, and beyond it in the next. */
function beyond(keys: SortKey[], values: unknown[]): RawBuilder<SqlBool> {
  const cases = keys.map(({ column, direction }, index) => {
    const equal = keys.slice(0, index).map((before, place) => sql<SqlBool>`${before.column} = ${values[place]}`);
    return all([...equal, direction === 'asc' ? sql<SqlBool>`${column} > ${values[index]}` : sql<SqlBool>`${column} < ${values[index]}`]);
  });
  return sql<SqlBool>`(${sql.join(cases, sql` or `)})`;
}

function all(conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

function listed(row: Row): ListedHost {
  return { ...fromTable(row), favourite: row.favourite === 1, openedAt: row.opened_at };
}
