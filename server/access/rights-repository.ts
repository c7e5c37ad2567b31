/** What decisions about rights are made of, as it is now: many people at once, so that ten thousand consoles are looked at in a few queries. */

import { sql } from 'kysely';
import { roleSchema, type Role } from '../contract/people';
import type { Grant } from '../contract/access';
import type { Database } from '../db/database';
import type { Executor } from '../db/transaction';
import { fromTable, type GrantRow } from './grant-table';

/** A database takes so many values in one statement. */
const BATCH = 500;

export interface Person {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  disabled: boolean;
}

export class RightsRepository {
  constructor(private readonly db: Executor | Database) {}

  /**
   * The grants of each of the people, their own and those of their groups.
   * @param host only those that reach it
   * @returns by user id; whoever has none is missing
   */
  async grantsOf(userIds: readonly string[], host?: { id: string; tags: readonly string[] }): Promise<Map<string, Grant[]>> {
    const found = new Map<string, Map<string, Grant>>();
    for (const batch of batches(userIds)) {
      for (const { holder, ...row } of await this.rows(batch, host)) {
        const grants = found.get(holder) ?? new Map<string, Grant>();
        // By two ways in the same group: one grant all the same.
        if (!grants.has(row.id)) grants.set(row.id, fromTable(row));
        found.set(holder, grants);
      }
    }
    return new Map([...found].map(([userId, grants]) => [userId, [...grants.values()]]));
  }

  /** Those who are gone are missing. */
  async people(userIds: readonly string[]): Promise<Map<string, Person>> {
    const found = new Map<string, Person>();
    for (const batch of batches(userIds)) {
      const query = this.db.selectFrom('users').select(['id', 'name', 'display_name', 'role', 'disabled']);
      for (const row of await query.where('id', 'in', batch).execute()) {
        const { id, name, display_name: displayName } = row;
        found.set(id, { id, name, displayName, role: roleSchema.parse(row.role), disabled: row.disabled !== 0 });
      }
    }
    return found;
  }

  /** The tags of hosts, by id; a host without any is missing. */
  async tagsOf(hostIds: readonly string[]): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const batch of batches(hostIds)) {
      const rows = await this.db.selectFrom('host_tags').select(['host_id', 'tag']).where('host_id', 'in', batch).execute();
      for (const { host_id, tag } of rows) found.set(host_id, [...(found.get(host_id) ?? []), tag]);
    }
    return found;
  }

  async host(id: string): Promise<{ id: string; name: string; tags: string[] } | null> {
    const row = await this.db.selectFrom('hosts').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
    return row ? { ...row, tags: (await this.tagsOf([id])).get(id) ?? [] } : null;
  }

  private async rows(
    userIds: readonly string[],
    host: { id: string; tags: readonly string[] } | undefined,
  ): Promise<(GrantRow & { holder: string })[]> {
    const people = sql.join(userIds.map((id) => sql`${id}`));
    // Whom each grant reaches: the user it names, who was put into its group, and who is in it by the word of where they sign in.
    const held = sql`
      select grants.id as grant_id, grants.user_id as holder from grants where grants.user_id in (${people})
      union all select grants.id, memberships.user_id from memberships
        join grants on grants.group_id = memberships.group_id where memberships.user_id in (${people})
      union all select grants.id, claimed_groups.user_id from claimed_groups join groups on groups.key = claimed_groups.key
        join grants on grants.group_id = groups.id where claimed_groups.user_id in (${people})`;
    const tags = host && host.tags.length > 0 ? sql` or grants.tag in (${sql.join(host.tags.map((tag) => sql`${tag}`))})` : sql``;
    const reaching = host ? sql` where grants.target_kind = 'all' or grants.host_id = ${host.id}${tags}` : sql``;
    const query = sql<GrantRow & { holder: string }>`
      select grants.*, held.holder, coalesce(users.name, groups.name) as subject_name
      from (${held}) as held join grants on grants.id = held.grant_id
      left join users on users.id = grants.user_id left join groups on groups.id = grants.group_id${reaching}
      order by grants.created_at desc, grants.id desc`;
    return (await query.execute(this.db)).rows;
  }
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}
