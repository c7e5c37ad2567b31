import { sql, type Kysely, type RawBuilder } from 'kysely';
import { searchable } from '../search';
import { isPostgres } from '../transaction';

/** Groups and grants, accounts of other places, second factors, invitations, and what a token may do. */
export async function up(db: Kysely<never>): Promise<void> {
  const postgres = isPostgres(db);
  // As in the first migration: compared byte by byte in both databases.
  const text: RawBuilder<unknown> = postgres ? sql`text collate "C"` : sql`text`;
  const bigint = sql`bigint`;

  await db.schema
    .alterTable('users')
    .addColumn('must_change_password', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();

  await db.schema
    .createTable('identities')
    .addColumn('issuer', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('provider', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('last_used_at', bigint, (column) => column.notNull())
    .addPrimaryKeyConstraint('identities_key', ['issuer', 'subject'])
    .execute();
  await db.schema.createIndex('identities_user').on('identities').column('user_id').execute();

  await db.schema
    .createTable('groups')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull().unique())
    .addColumn('description', text, (column) => column.notNull())
    .addColumn('search', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('memberships')
    .addColumn('group_id', text, (column) => column.notNull().references('groups.id').onDelete('cascade'))
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addPrimaryKeyConstraint('memberships_key', ['group_id', 'user_id'])
    .execute();
  await db.schema.createIndex('memberships_user').on('memberships').column('user_id').execute();

  await db.schema
    .createTable('claimed_groups')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('provider', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('claimed_groups_key', ['user_id', 'provider', 'key'])
    .execute();
  await db.schema.createIndex('claimed_groups_name').on('claimed_groups').column('key').execute();

  await db.schema
    .createTable('grants')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('group_id', text, (column) => column.references('groups.id').onDelete('cascade'))
    .addColumn('target_kind', text, (column) => column.notNull().check(sql`target_kind in ('host', 'tag', 'all')`))
    .addColumn('host_id', text, (column) => column.references('hosts.id').onDelete('cascade'))
    .addColumn('tag', text)
    .addColumn('access', text, (column) => column.notNull().check(sql`access in ('view', 'control')`))
    .addColumn('ends_at', bigint)
    .addColumn('hours', text)
    .addColumn('note', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('created_by', text, (column) => column.notNull())
    .addCheckConstraint('grants_subject', sql`(user_id is null) <> (group_id is null)`)
    .addCheckConstraint('grants_target', sql`(target_kind = 'host') = (host_id is not null) and (target_kind = 'tag') = (tag is not null)`)
    .execute();
  await db.schema.createIndex('grants_user').on('grants').column('user_id').execute();
  await db.schema.createIndex('grants_group').on('grants').column('group_id').execute();
  await db.schema.createIndex('grants_host').on('grants').column('host_id').execute();
  await db.schema.createIndex('grants_age').on('grants').columns(['created_at', 'id']).execute();

  await db.schema
    .alterTable('logins')
    .addColumn('provider', text, (column) => column.notNull().defaultTo('password'))
    .execute();
  for (const name of ['issuer', 'subject', 'upstream_session']) await db.schema.alterTable('logins').addColumn(name, text).execute();
  await db.schema.alterTable('logins').addColumn('factor_at', bigint).execute();
  await db.schema.createIndex('logins_upstream').on('logins').columns(['issuer', 'subject']).execute();

  await db.schema
    .createTable('sign_ins')
    .addColumn('hash', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('expires_at', bigint, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_ins_expiry').on('sign_ins').column('expires_at').execute();

  await db.schema
    .createTable('logout_tokens')
    .addColumn('hash', text, (column) => column.primaryKey().notNull())
    .addColumn('expires_at', bigint, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('ceremonies')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('purpose', text, (column) => column.notNull())
    .addColumn('challenge', text, (column) => column.notNull())
    .addColumn('expires_at', bigint, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('ceremonies_expiry').on('ceremonies').column('expires_at').execute();

  await db.schema
    .createTable('totp')
    .addColumn('user_id', text, (column) => column.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('secret', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('confirmed_at', bigint)
    .addColumn('last_step', bigint, (column) => column.notNull().defaultTo(0))
    .execute();

  await db.schema
    .createTable('recovery_codes')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('used_at', bigint)
    .addPrimaryKeyConstraint('recovery_codes_key', ['user_id', 'hash'])
    .execute();

  await db.schema
    .createTable('passkeys')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('credential_id', text, (column) => column.notNull().unique())
    .addColumn('public_key', text, (column) => column.notNull())
    .addColumn('counter', bigint, (column) => column.notNull())
    .addColumn('transports', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('backed_up', 'integer', (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('last_used_at', bigint)
    .execute();
  await db.schema.createIndex('passkeys_user').on('passkeys').column('user_id').execute();

  await db.schema
    .createTable('invites')
    .addColumn('user_id', text, (column) => column.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('expires_at', bigint, (column) => column.notNull())
    .execute();

  await db.schema.alterTable('tokens').addColumn('scope', text).execute();

  await db.schema
    .alterTable('hosts')
    .addColumn('public_search', text, (column) => column.notNull().defaultTo(''))
    .execute();
  const hosts = await sql<{ id: string; name: string; tags: string }>`select id, name, tags from hosts`.execute(db);
  for (const { id, name, tags } of hosts.rows) {
    const found = searchable(id, name, ...(JSON.parse(tags) as string[]));
    await sql`update hosts set public_search = ${found} where id = ${id}`.execute(db);
  }
}
