import { sql } from 'kysely';
import type { User } from '../contract/people';
import type { Database } from '../db/database';
import type { Executor } from '../db/transaction';

/** What other tables know of a user. */
export type UserDetails = Pick<User, 'invitedUntil' | 'providers' | 'totp' | 'passkeys' | 'tokens' | 'groups'>;

/** Nothing of all that. */
export const noDetails = (): UserDetails => ({ invitedUntil: null, providers: [], totp: false, passkeys: 0, tokens: 0, groups: [] });

export class UserDetailsRepository {
  constructor(private readonly db: Executor | Database) {}

  /** One query, however many they are. @returns by user id; who is not in it has {@link noDetails} */
  async of(userIds: string[], now: number): Promise<Map<string, UserDetails>> {
    const details = new Map(userIds.map((id) => [id, noDetails()]));
    if (userIds.length === 0) return details;
    const none = sql<string>`''`.as('name');
    const query = this.db
      .selectFrom('invites')
      .select(['user_id', sql<string>`'invite'`.as('kind'), sql<string>`cast(expires_at as text)`.as('value'), none])
      .where('user_id', 'in', userIds)
      .where('expires_at', '>', now)
      .unionAll(
        this.db
          .selectFrom('identities')
          .select(['user_id', sql<string>`'provider'`.as('kind'), 'provider as value', none])
          .where('user_id', 'in', userIds),
      )
      .unionAll(
        this.db
          .selectFrom('totp')
          .select(['user_id', sql<string>`'totp'`.as('kind'), sql<string>`''`.as('value'), none])
          .where('user_id', 'in', userIds)
          .where('confirmed_at', 'is not', null),
      )
      .unionAll(
        this.db
          .selectFrom('passkeys')
          .select(['user_id', sql<string>`'passkey'`.as('kind'), 'id as value', none])
          .where('user_id', 'in', userIds),
      )
      .unionAll(
        this.db
          .selectFrom('tokens')
          .select(['user_id', sql<string>`'token'`.as('kind'), 'id as value', none])
          .where('user_id', 'in', userIds)
          .where((expression) => expression.or([expression('expires_at', 'is', null), expression('expires_at', '>', now)])),
      )
      .unionAll(
        this.db
          .selectFrom('memberships')
          .innerJoin('groups', 'groups.id', 'memberships.group_id')
          .select(['user_id', sql<string>`'group'`.as('kind'), 'groups.id as value', 'groups.name'])
          .where('user_id', 'in', userIds),
      )
      .unionAll(
        this.db
          .selectFrom('claimed_groups')
          .innerJoin('groups', 'groups.key', 'claimed_groups.key')
          .select(['user_id', sql<string>`'group'`.as('kind'), 'groups.id as value', 'groups.name'])
          .where('user_id', 'in', userIds),
      );
    for (const row of await query.execute()) {
      const found = details.get(row.user_id);
      if (found) add(found, row);
    }
    for (const { groups, providers } of details.values()) {
      groups.sort((a, b) => a.name.localeCompare(b.name, 'en'));
      providers.sort();
    }
    return details;
  }
}

function add(details: UserDetails, { kind, value, name }: { kind: string; value: string; name: string }): void {
  if (kind === 'invite') details.invitedUntil = Number(value);
  else if (kind === 'totp') details.totp = true;
  else if (kind === 'passkey') details.passkeys++;
  else if (kind === 'token') details.tokens++;
  else if (kind === 'provider') details.providers = [...new Set([...details.providers, value])];
  else if (!details.groups.some(({ id }) => id === value)) details.groups.push({ id: value, name });
}
