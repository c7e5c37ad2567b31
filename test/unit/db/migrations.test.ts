import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../server/db/migrations/index';
import { postgresPool } from '../../../server/db/postgres-pool';
import { SqliteDialect } from '../../../server/db/sqlite-dialect';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf } from '../../support/services';

/** What the first version of the portal left. */
interface FirstSchema {
  users: Record<string, string | number | null>;
  hosts: Record<string, string | number | null>;
}
const anna = { id: 'u1', name: 'anna', display_name: 'Anna', role: 'admin', password_hash: 'x', search: 'anna', created_at: 1 };
const web = {
  ...{ id: 'web', name: 'Web', description: '', tags: '["lab"]', targets: '["vnc://a:5900"]', balance: 'failover', tls: '{}' },
  ...{ policy: '{"clipboard":"both","record":false,"exclusive":false}', sort_name: 'web', search: 'web', created_at: 1, updated_at: 2 },
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
    const first = { '001-first': migrations['001-first']! };
    const { error } = await new Migrator({ db, provider: { getMigrations: () => Promise.resolve(first) } }).migrateToLatest();
    expect(error).toBeUndefined();
    await db.insertInto('users').values(anna).execute();
    await db.insertInto('hosts').values(web).execute();
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
});
