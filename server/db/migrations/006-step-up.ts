import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isPostgres } from '../transaction';

/** When a sign-in last proved who it is without a second factor, and from where a token was last used. */
export async function up(db: Kysely<never>): Promise<void> {
  // As in the first migration: compared byte by byte in both databases.
  const text: RawBuilder<unknown> = isPostgres(db) ? sql`text collate "C"` : sql`text`;

  // Empty for a process of an older version that writes here during an upgrade: such a sign-in has to prove itself.
  await db.schema
    .alterTable('logins')
    .addColumn('proved_at', sql`bigint`)
    .execute();
  await sql`update logins set proved_at = created_at`.execute(db);
  await db.schema.alterTable('tokens').addColumn('last_used_address', text).execute();
}
