import { sql, type Kysely, type Migration, type RawBuilder } from 'kysely';
import { chained, GENESIS, type UnchainedRow } from '../../audit/chain';
import { ChainSeal } from '../../audit/chain-seal';
import type { Schema } from '../schema';
import { isPostgres } from '../transaction';

/** Rows a statement, and in memory at a time. */
const BATCH = 500;

/** Chains the audit, the rows that are there among it, and makes room for what forwards it. Only whoever has the secret can seal the head. */
export function auditChain(secret: Buffer): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      await createTables(db);
      const head = await copyRows(db);
      await replaceTable(db);
      const seal = new ChainSeal(secret);
      const marks = [
        { name: 'head', ...head, seal: seal.of('head', head) },
        { name: 'pruned', ...GENESIS, seal: seal.of('pruned', GENESIS) },
      ];
      await (db as unknown as Kysely<Schema>).insertInto('audit_marks').values(marks).execute();
      await appendOnly(db);
    },
  };
}

async function createTables(db: Kysely<never>): Promise<void> {
  // As in the first migration: compared byte by byte in both databases.
  const text: RawBuilder<unknown> = isPostgres(db) ? sql`text collate "C"` : sql`text`;
  const bigint = sql`bigint`;
  await db.schema
    .createTable('audit_chained')
    // In SQLite `integer` makes it the key by which the rows lie in the file: the end of the chain is found at once.
    .addColumn('seq', isPostgres(db) ? bigint : 'integer', (column) => column.primaryKey().notNull())
    .addColumn('id', text, (column) => column.notNull())
    .addColumn('at', bigint, (column) => column.notNull())
    .addColumn('action', text, (column) => column.notNull())
    .addColumn('actor_id', text, (column) => column.notNull())
    .addColumn('actor_name', text, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('host_id', text, (column) => column.notNull())
    .addColumn('session_id', text, (column) => column.notNull())
    .addColumn('detail', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_marks')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('seq', bigint, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('seal', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_forwarding')
    .addColumn('destination', text, (column) => column.primaryKey().notNull())
    .addColumn('seq', bigint, (column) => column.notNull())
    .addColumn('forwarded_at', bigint)
    .addColumn('error', text)
    .addColumn('error_at', bigint)
    .execute();
  await db.schema
    .createTable('leases')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('holder', text, (column) => column.notNull())
    .addColumn('until', bigint, (column) => column.notNull())
    .execute();
}

/** In the order in which the audit showed them so far. */
async function copyRows(db: Kysely<Schema>): Promise<{ seq: number; hash: string }> {
  let head = GENESIS;
  let after: UnchainedRow | undefined;
  for (;;) {
    const rows: UnchainedRow[] = await db
      .selectFrom('audit')
      .select(['id', 'at', 'action', 'actor_id', 'actor_name', 'address', 'host_id', 'session_id', 'detail'])
      .where(after ? sql<boolean>`(at, id) > (${after.at}, ${after.id})` : sql<boolean>`true`)
      .orderBy('at')
      .orderBy('id')
      .limit(BATCH)
      .execute();
    if (rows.length === 0) return head;
    const { rows: placed, last } = chained(head, rows);
    await db
      .insertInto('audit_chained' as 'audit')
      .values(placed)
      .execute();
    head = last;
    after = rows.at(-1);
  }
}

/** The old table takes its indexes and triggers with it. */
async function replaceTable(db: Kysely<never>): Promise<void> {
  await db.schema.dropTable('audit').execute();
  await db.schema.alterTable('audit_chained').renameTo('audit').execute();
  await db.schema.createIndex('audit_at').on('audit').columns(['at', 'id']).execute();
  await db.schema.createIndex('audit_host').on('audit').columns(['host_id', 'at', 'id']).execute();
  await db.schema.createIndex('audit_actor').on('audit').columns(['actor_name', 'at', 'id']).execute();
  await db.schema.createIndex('audit_action').on('audit').columns(['action', 'at', 'id']).execute();
}

/** As before, but that retention may delete what stands before its mark. */
async function appendOnly(db: Kysely<never>): Promise<void> {
  const kept = sql`old.seq > coalesce((select seq from audit_marks where name = 'pruned'), 0)`;
  if (isPostgres(db)) {
    const refuse = sql`raise exception 'audit is append-only'`;
    await sql`create or replace function audit_is_append_only() returns trigger language plpgsql as $$ begin ${refuse}; end $$`.execute(db);
    await sql`create function audit_is_kept() returns trigger language plpgsql as $$ begin if ${kept} then ${refuse}; end if; return old; end $$`.execute(
      db,
    );
    await sql`create trigger audit_append_only before update or truncate on audit execute function audit_is_append_only()`.execute(db);
    await sql`create trigger audit_kept before delete on audit for each row execute function audit_is_kept()`.execute(db);
    return;
  }
  await sql`create trigger audit_no_update before update on audit begin select raise(abort, 'audit is append-only'); end`.execute(db);
  await sql`create trigger audit_no_delete before delete on audit when ${kept} begin select raise(abort, 'audit is append-only'); end`.execute(
    db,
  );
}
