import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditRepository } from '../../../server/audit/audit-repository';
import { verifyChain } from '../../../server/audit/chain-verifier';
import { migrations } from '../../../server/db/migrations/index';
import { postgresPool } from '../../../server/db/postgres-pool';
import { SqliteDialect } from '../../../server/db/sqlite-dialect';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf } from '../../support/services';

/** What the first version of the portal left. */
interface FirstSchema {
  users: Record<string, string | number | null>;
  hosts: Record<string, string | number | null>;
  audit: Record<string, string | number | null>;
}
const anna = { id: 'u1', name: 'anna', display_name: 'Anna', role: 'admin', password_hash: 'x', search: 'anna', created_at: 1 };
const web = {
  ...{ id: 'web', name: 'Web', description: '', tags: '["lab"]', targets: '["vnc://a:5900"]', balance: 'failover', tls: '{}' },
  ...{ policy: '{"clipboard":"both","record":false,"exclusive":false}', sort_name: 'web', search: 'web', created_at: 1, updated_at: 2 },
};

const row = {
  ...{ action: 'host.create', actor_id: 'u1', actor_name: 'anna', address: '', host_id: 'web', session_id: '', detail: '{"name":"Web"}' },
};

describe.each(databases)('a database of the first version on $name', ({ create }) => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await create();
    const { dataDir, databaseUrl } = test.settings;
    const dialect =
      databaseUrl === null
        ? new SqliteDialect(join(dataDir, 'portal.db'))
        : new PostgresDialect({ pool: postgresPool(databaseUrl, silent) });
    const db = new Kysely<FirstSchema>({ dialect });
    const first = { '001-first': migrations(testSecret)['001-first']! };
    const { error } = await new Migrator({ db, provider: { getMigrations: () => Promise.resolve(first) } }).migrateToLatest();
    expect(error).toBeUndefined();
    await db.insertInto('users').values(anna).execute();
    await db.insertInto('hosts').values(web).execute();
    // More than are copied at a time, several of one moment, and not in the order of time.
    const audit = Array.from({ length: 1203 }, (_, n) => ({ ...row, id: `a${String(n).padStart(4, '0')}`, at: 1000 - Math.floor(n / 4) }));
    for (let from = 0; from < audit.length; from += 500)
      await db
        .insertInto('audit')
        .values(audit.slice(from, from + 500))
        .execute();
    await db.destroy();
  });
  afterEach(() => test.remove());

  it('is brought up to date, with its people and hosts as they were and what is new at its default', async () => {
    const services = buildServices(await test.open());
    const user = await services.people.getByName('anna');
    expect(user).toMatchObject({ id: 'u1', displayName: 'Anna' });
    expect(await services.hosts.find('web')).toMatchObject({ name: 'Web', tags: ['lab'], updatedAt: 2, banner: '', keyboard: null });
    const identity = identityOf(user);
    expect(await services.settings.get(identity)).toMatchObject({ locale: null });
    expect(await services.settings.updateForHost(identity, 'web', { quality: 'lan' })).toMatchObject({ own: { quality: 'lan' } });
  });

  it('has its audit chained in the order of time, and goes on with it', async () => {
    const db = await test.open();
    const { audit } = buildServices(db);
    const { chain } = new AuditRepository({ db, secret: testSecret, log: silent });
    expect(await verifyChain(chain)).toMatchObject({ rows: 1203, fault: null });
    await audit.record({ action: 'host.update' });
    expect(await verifyChain(chain)).toMatchObject({ rows: 1204, fault: null });
    const rows = await chain.rowsAfter(0, 2000);
    expect(rows.slice(0, 1203).every(({ at }, n) => n === 0 || at >= rows[n - 1]!.at)).toBe(true);
    await expect(db.deleteFrom('audit').where('seq', '=', 1).execute()).rejects.toThrow('append-only');
    await expect(db.updateTable('audit').set({ detail: '' }).where('seq', '=', 1).execute()).rejects.toThrow('append-only');
  });
});
