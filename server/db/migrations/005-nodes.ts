import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isPostgres } from '../transaction';

/** What several processes have to know of each other: who there is, what became of attempts, and who guesses. */
export async function up(db: Kysely<never>): Promise<void> {
  // As in the first migration: compared byte by byte in both databases.
  const text: RawBuilder<unknown> = isPostgres(db) ? sql`text collate "C"` : sql`text`;
  const bigint = sql`bigint`;

  await db.schema
    .createTable('nodes')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('machine', text, (column) => column.notNull())
    .addColumn('worker', 'integer', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('version', text, (column) => column.notNull())
    .addColumn('started_at', bigint, (column) => column.notNull())
    .addColumn('seen_at', bigint, (column) => column.notNull())
    .addColumn('beat', bigint, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addColumn('consoles', 'integer', (column) => column.notNull())
    .addColumn('cpu', 'integer', (column) => column.notNull())
    .addColumn('memory', bigint, (column) => column.notNull())
    .addColumn('delay', 'integer', (column) => column.notNull())
    .addColumn('traffic', bigint, (column) => column.notNull())
    .execute();

  await db.schema.alterTable('consoles').addColumn('attempt_id', text).execute();
  await db.schema.alterTable('consoles').addColumn('page_id', text).execute();
  await sql`create index consoles_live_user on consoles (user_id) where ended_at is null`.execute(db);
  await sql`create index consoles_live_host on consoles (host_id) where ended_at is null`.execute(db);
  await sql`create index consoles_live_node on consoles (node) where ended_at is null`.execute(db);

  await db.schema
    .createTable('attempts')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('console_id', text)
    .addColumn('node', text, (column) => column.notNull())
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('at', bigint, (column) => column.notNull())
    .addColumn('answer', text)
    .addColumn('heard', bigint)
    .addColumn('heard_at', bigint)
    .execute();
  await db.schema.createIndex('attempts_age').on('attempts').column('at').execute();

  await db.schema
    .createTable('failures')
    .addColumn('key', text, (column) => column.primaryKey().notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('at', bigint, (column) => column.notNull())
    .addColumn('told', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('failures_age').on('failures').column('at').execute();

  await db.schema
    .createTable('setup')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('salt', text, (column) => column.notNull())
    .execute();
}
