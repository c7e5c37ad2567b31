import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isPostgres } from '../transaction';

/** The tables of the first version. */
export async function up(db: Kysely<never>): Promise<void> {
  const postgres = isPostgres(db);
  // Compared byte by byte in both databases, so that keyset pages mean the same whatever the locale of PostgreSQL.
  const text: RawBuilder<unknown> = postgres ? sql`text collate "C"` : sql`text`;
  const bigint = sql`bigint`;

  await db.schema
    .createTable('users')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull().unique())
    .addColumn('display_name', text, (column) => column.notNull())
    .addColumn('role', text, (column) => column.notNull().check(sql`role in ('admin', 'user')`))
    .addColumn('password_hash', text, (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('search', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('last_sign_in_at', bigint)
    .execute();

  await db.schema
    .createTable('logins')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('expires_at', bigint, (column) => column.notNull())
    .addColumn('last_seen_at', bigint, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('user_agent', text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('logins_user').on('logins').columns(['user_id', 'created_at']).execute();
  await db.schema.createIndex('logins_expiry').on('logins').column('expires_at').execute();

  await db.schema
    .createTable('tokens')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull().unique())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('expires_at', bigint)
    .addColumn('last_used_at', bigint)
    .execute();
  await db.schema.createIndex('tokens_user').on('tokens').columns(['user_id', 'created_at']).execute();

  await db.schema
    .createTable('hosts')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('description', text, (column) => column.notNull())
    .addColumn('tags', text, (column) => column.notNull())
    .addColumn('targets', text, (column) => column.notNull())
    .addColumn('balance', text, (column) => column.notNull())
    .addColumn('tls', text, (column) => column.notNull())
    .addColumn('vnc_username', text)
    .addColumn('vnc_password', text)
    .addColumn('policy', text, (column) => column.notNull())
    .addColumn('sort_name', text, (column) => column.notNull())
    .addColumn('search', text, (column) => column.notNull())
    .addColumn('created_at', bigint, (column) => column.notNull())
    .addColumn('updated_at', bigint, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('hosts_sort').on('hosts').columns(['sort_name', 'id']).execute();
  await db.schema.createIndex('hosts_updated').on('hosts').columns(['updated_at', 'id']).execute();

  await db.schema
    .createTable('host_tags')
    .addColumn('host_id', text, (column) => column.notNull().references('hosts.id').onDelete('cascade'))
    .addColumn('tag', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('host_tags_key', ['tag', 'host_id'])
    .execute();
  await db.schema.createIndex('host_tags_host').on('host_tags').column('host_id').execute();

  await db.schema
    .createTable('host_visits')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('host_id', text, (column) => column.notNull().references('hosts.id').onDelete('cascade'))
    .addColumn('favourite', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('opened_at', bigint)
    .addPrimaryKeyConstraint('host_visits_key', ['user_id', 'host_id'])
    .execute();
  await db.schema.createIndex('host_visits_host').on('host_visits').column('host_id').execute();

  await db.schema
    .createTable('consoles')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('host_id', text, (column) => column.notNull())
    .addColumn('host_name', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('user_name', text, (column) => column.notNull())
    .addColumn('via_kind', text, (column) => column.notNull())
    .addColumn('via_id', text, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('access', text, (column) => column.notNull())
    .addColumn('target', text, (column) => column.notNull())
    .addColumn('node', text, (column) => column.notNull())
    .addColumn('started_at', bigint, (column) => column.notNull())
    .addColumn('ended_at', bigint)
    .addColumn('code', 'integer')
    .addColumn('reason', text)
    .addColumn('bytes_to_host', bigint, (column) => column.notNull().defaultTo(0))
    .addColumn('bytes_from_host', bigint, (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('consoles_host').on('consoles').columns(['host_id', 'ended_at']).execute();
  await sql`create index consoles_live on consoles (started_at) where ended_at is null`.execute(db);

  await db.schema
    .createTable('audit')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('at', bigint, (column) => column.notNull())
    .addColumn('action', text, (column) => column.notNull())
    .addColumn('actor_id', text, (column) => column.notNull())
    .addColumn('actor_name', text, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('host_id', text, (column) => column.notNull())
    .addColumn('session_id', text, (column) => column.notNull())
    .addColumn('detail', text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('audit_at').on('audit').columns(['at', 'id']).execute();
  await db.schema.createIndex('audit_host').on('audit').columns(['host_id', 'at', 'id']).execute();
  await db.schema.createIndex('audit_actor').on('audit').columns(['actor_name', 'at', 'id']).execute();
  await appendOnly(db, postgres);

  // AUTOINCREMENT and identity: an id is never given twice, even after its row was pruned.
  const key = postgres ? sql`bigint generated always as identity primary key` : sql`integer primary key autoincrement`;
  await sql`create table changes (id ${key}, at bigint not null, kind text not null, subject text not null, reason text not null)`.execute(
    db,
  );
}

/** Whoever can only reach the portal's queries, by whatever hole, can't rewrite what it did. */
async function appendOnly(db: Kysely<never>, postgres: boolean): Promise<void> {
  if (postgres) {
    await sql`create function audit_is_append_only() returns trigger language plpgsql as 'begin raise exception ''audit is append-only''; end'`.execute(
      db,
    );
    await sql`create trigger audit_append_only before update or delete or truncate on audit execute function audit_is_append_only()`.execute(
      db,
    );
    return;
  }
  for (const verb of ['update', 'delete'] as const) {
    await sql`create trigger ${sql.raw(`audit_no_${verb}`)} before ${sql.raw(verb)} on audit begin select raise(abort, 'audit is append-only'); end`.execute(
      db,
    );
  }
}
