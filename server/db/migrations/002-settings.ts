import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isPostgres } from '../transaction';

/** How a person likes the portal, and what a host says and is typed into as. */
export async function up(db: Kysely<never>): Promise<void> {
  // As in the first migration: compared byte by byte in both databases.
  const text: RawBuilder<unknown> = isPostgres(db) ? sql`text collate "C"` : sql`text`;
  const bigint = sql`bigint`;

  await db.schema.alterTable('users').addColumn('locale', text).execute();
  await db.schema
    .alterTable('hosts')
    .addColumn('banner', text, (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema.alterTable('hosts').addColumn('keyboard', text).execute();

  await db.schema
    .createTable('settings')
    .addColumn('user_id', text, (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('host_id', text, (column) => column.notNull())
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('updated_at', bigint, (column) => column.notNull())
    // The person's own rows have the empty host id, which is no host: only the others refer to one, and go with it.
    .addColumn('of_host', text, (column) =>
      column
        .generatedAlwaysAs(sql`nullif(host_id, '')`)
        .stored()
        .references('hosts.id')
        .onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('settings_key', ['user_id', 'host_id'])
    .execute();
  await db.schema.createIndex('settings_host').on('settings').column('of_host').execute();
}
