import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase, ping, type Database } from '../../../server/db/database';
import { isForeignKeyViolation, isUniqueViolation } from '../../../server/db/failures';
import { migrations } from '../../../server/db/migrations/index';
import { serialise, transaction } from '../../../server/db/transaction';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { otherProcess } from '../../support/other-process';
import { freePort } from '../../support/ports';
import { startPostgres } from '../../support/postgres';
import { temporaryDirectory } from '../../support/temporary';

const tag = (host_id: string, name: string) => ({ host_id, tag: name });
const change = (subject: string) => ({ at: 1, kind: 'user', subject, reason: 'test' });
const user = (id: string, name: string) => ({
  id,
  name,
  display_name: '',
  role: 'user',
  password_hash: 'x',
  disabled: 0,
  search: '',
  created_at: 2 ** 48,
  last_sign_in_at: null,
  locale: null,
  must_change_password: 0,
});

describe.each(databases)('the database on $name', ({ name, create }) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await create();
    db = await test.open();
  });
  afterAll(() => test.remove());

  it('answers', async () => {
    await ping(db);
  });

  it('is opened again, by a second process at the same time, without migrating twice', async () => {
    const again = await test.open();
    await ping(again);
    const rows = await sql<{ count: number }>`select count(*) as count from kysely_migration`.execute(again);
    expect(rows.rows[0]!.count).toBe(Object.keys(migrations(testSecret)).length);
  });

  /** Each of the four reads the whole program first, on whatever processors there are. */
  const START_MS = 60_000;
  it('is migrated once by four processes that start together', { timeout: START_MS }, async () => {
    const fresh = await create();
    try {
      const dbs = await Promise.all([1, 2, 3, 4].map(() => inProcess(fresh.settings)));
      expect(dbs).toEqual([0, 0, 0, 0]);
      const opened = await fresh.open();
      const rows = await sql<{ name: string }>`select name from kysely_migration`.execute(opened);
      expect(rows.rows.map(({ name }) => name)).toEqual(Object.keys(migrations(testSecret)));
    } finally {
      await fresh.remove();
    }
  });

  it('keeps large integers and any text', async () => {
    await db.insertInto('users').values(user('u1', 'é🙂"\\%')).execute();
    const row = await db.selectFrom('users').selectAll().where('id', '=', 'u1').executeTakeFirstOrThrow();
    expect(row).toEqual(user('u1', 'é🙂"\\%'));
  });

  it('tells a taken key and a missing reference from other failures', async () => {
    await db.insertInto('users').values(user('u2', 'u2')).execute();
    const again = await db.insertInto('users').values(user('u2', 'other')).execute().catch(identity);
    const sameName = await db.insertInto('users').values(user('u3', 'u2')).execute().catch(identity);
    const orphan = await db.insertInto('host_tags').values(tag('nowhere', 'x')).execute().catch(identity);
    const badRole = await db
      .insertInto('users')
      .values({ ...user('u4', 'u4'), role: 'root' })
      .execute()
      .catch(identity);
    expect([again, sameName, orphan, badRole].map(isUniqueViolation)).toEqual([true, true, false, false]);
    expect([again, sameName, orphan, badRole].map(isForeignKeyViolation)).toEqual([false, false, true, false]);
    expect(badRole).toBeInstanceOf(Error);
    // PostgreSQL's detail quotes the whole row, password hash included.
    expect((badRole as { detail?: string }).detail).toBeUndefined();
  });

  it('refuses a text with NUL, which neither database stores as it is', async () => {
    await expect(db.selectFrom('users').selectAll().where('name', '=', 'a\0b').execute()).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('counts the rows that a statement changed', async () => {
    await db
      .insertInto('changes')
      .values([change('count'), change('count'), change('count')])
      .execute();
    const updated = await db.updateTable('changes').set({ reason: 'x' }).where('subject', '=', 'count').executeTakeFirst();
    const deleted = await db.deleteFrom('changes').where('subject', '=', 'count').executeTakeFirst();
    expect([updated.numUpdatedRows, deleted.numDeletedRows]).toEqual([3n, 3n]);
  });

  it('takes a transaction back whole when its work throws', async () => {
    const failed = transaction(db, async (trx) => {
      await trx.insertInto('changes').values(change('rolled back')).execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await db.selectFrom('changes').selectAll().where('subject', '=', 'rolled back').execute()).toEqual([]);
    await ping(db);
  });

  it('shows nobody the middle of a transaction', async () => {
    let seen = -1;
    let reading: Promise<void> = Promise.resolve();
    await transaction(db, async (trx) => {
      await trx.insertInto('changes').values(change('half')).execute();
      reading = outside(async () => {
        seen = (await db.selectFrom('changes').selectAll().where('subject', '=', 'half').execute()).length;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await trx.deleteFrom('changes').where('subject', '=', 'half').execute();
    });
    await reading;
    expect(seen).toBe(0);
  });

  it('lets serialised transactions of two processes through one after the other', async () => {
    const other = await test.open();
    const log: string[] = [];
    const work = (from: Database, who: string) =>
      transaction(from, async (trx) => {
        await serialise(trx, 'people');
        log.push(`${who} in`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        log.push(`${who} out`);
      });
    await Promise.all([work(db, 'a'), work(other, 'b'), work(db, 'c')]);
    for (let place = 0; place < log.length; place += 2) expect(log[place + 1]).toBe(log[place]!.replace('in', 'out'));
  });

  it('loses nothing when two processes write at once', async () => {
    const other = otherProcess({ settings: test.settings, act: { write: 80, subject: 'both b' } });
    const write = async () => {
      for (let count = 0; count < 40; count++) {
        await transaction(db, async (trx) => {
          await trx.selectFrom('changes').select('id').limit(1).execute();
          await trx.insertInto('changes').values(change('both a')).execute();
        });
      }
    };
    await Promise.all([write(), write(), other.says('done')]);
    expect(await db.selectFrom('changes').select('id').where('subject', 'like', 'both %').execute()).toHaveLength(160);
  });

  it('keeps the audit append-only, whoever asks', async () => {
    const row = {
      id: 'a1',
      at: 1,
      action: 'setup.complete',
      actor_id: '',
      actor_name: '',
      address: '',
      host_id: '',
      session_id: '',
      detail: '{}',
      ...{ seq: 1, hash: '' },
    };
    await db.insertInto('audit').values(row).execute();
    await expect(db.updateTable('audit').set({ actor_name: 'nobody' }).execute()).rejects.toThrow('append-only');
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append-only');
    expect(await db.selectFrom('audit').selectAll().execute()).toEqual([row]);
  });

  it('says that a newer version has been here', async () => {
    const newer = await create();
    try {
      const opened = await newer.open();
      await sql`insert into kysely_migration (name, timestamp) values ('999-future', '2099-01-01T00:00:00.000Z')`.execute(opened);
      await expect(newer.open()).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining('newer version') as string });
    } finally {
      await newer.remove();
    }
  });

  if (name === 'SQLite') {
    it('does not deadlock over a query that bypasses the transaction it is in: it fails', async () => {
      const bypass = transaction(db, () => db.selectFrom('users').selectAll().execute());
      await expect(bypass).rejects.toThrow('must go through that transaction');
      await ping(db);
    });

    // Measured again where the machine was busy with something else.
    it('leaves the event loop free while it waits for a lock, writes, or thinks', { retry: 2 }, async () => {
      const other = otherProcess({ settings: test.settings, act: 'hold' });
      await other.says('held');
      const busy = db.insertInto('changes').values(change('waited')).execute();
      busy.catch(() => undefined);
      const gapWhileLocked = await longestGap(600);
      other.release();
      await other.says('done');
      await busy;
      // One that waited on the event loop would hold it for all of busy_timeout, as nobody could let go.
      expect(gapWhileLocked).toBeLessThan(2500);

      const thinking =
        sql`with recursive c(x) as (select 1 union all select x + 1 from c where x < 4000000) select count(*) from c`.execute(db);
      const started = performance.now();
      const gap = await longestGap(10_000, thinking);
      expect(gap).toBeLessThan((performance.now() - started) / 2);
    });

    it('answers "unavailable" when another process holds the lock for too long', { timeout: 20_000 }, async () => {
      const other = otherProcess({ settings: test.settings, act: 'hold' });
      await other.says('held');
      await expect(db.insertInto('changes').values(change('never')).execute()).rejects.toMatchObject({ code: 'unavailable' });
      other.release();
      await other.says('done');
      // SQLite takes a BEGIN that waited in vain for one under way, and would refuse to commit.
      await transaction(db, (trx) => trx.insertInto('changes').values(change('afterwards')).execute());
    });
  }
});

describe('opening the embedded database', () => {
  it('creates the directory for the portal alone, and the files too', async () => {
    const directory = temporaryDirectory('open');
    const dataDir = join(directory.path, 'data');
    const db = await openDatabase({ dataDir, databaseUrl: null, secret: testSecret, log: silent });
    await db.insertInto('changes').values(change('x')).execute();
    const modes = [dataDir, ...['portal.db', 'portal.db-wal', 'portal.db-shm'].map((file) => join(dataDir, file))].map(
      (path) => statSync(path).mode & 0o777,
    );
    await db.destroy();
    directory.remove();
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
  });

  it.each([
    [
      'holds something else',
      (dataDir: string) => writeFileSync(join(dataDir, 'portal.db'), 'x'.repeat(8192)),
      /damaged database \(SQLITE_NOTADB\)/,
    ],
    ['has a directory in the place of the file', (dataDir: string) => mkdirSync(join(dataDir, 'portal.db')), /cannot be opened \(EISDIR\)/],
  ])('fails with one line when DATA_DIR %s', async (_, prepare, message) => {
    const directory = temporaryDirectory('open');
    prepare(directory.path);
    const error = await openDatabase({ dataDir: directory.path, databaseUrl: null, secret: testSecret, log: silent }).catch(identity);
    directory.remove();
    expect(error).toMatchObject({ name: 'StartError', message: expect.stringMatching(message) as string });
    expect((error as Error).message).not.toContain('\n');
  });
});

describe('opening PostgreSQL', () => {
  const open = (databaseUrl: string) =>
    openDatabase({ dataDir: '/nonexistent', databaseUrl, secret: testSecret, log: silent }).catch(identity);
  const secret = 'top-secret-password';

  it.each([
    [
      'nobody listens there',
      async () => `postgres://portal:${secret}@127.0.0.1:${await freePort()}/portal`,
      /cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'there is no such name',
      () => Promise.resolve(`postgres://portal:${secret}@nowhere.invalid/portal`),
      /cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    ['the password is wrong', () => Promise.resolve(withPassword(inject('postgresUrl'), secret)), /refused the login \(28P01\)/],
    ['there is no such database', () => Promise.resolve(inject('postgresUrl').replace(/postgres$/, 'missing')), /does not exist/],
  ])('fails with one line when %s', async (_, url, message) => {
    const error = await open(await url());
    expect(error).toMatchObject({ name: 'StartError', message: expect.stringMatching(message) as string });
    expect((error as Error).message).not.toContain(secret);
    expect((error as Error).message).not.toContain('\n');
    expect(existsSync('/nonexistent')).toBe(false);
  });

  it('answers "unavailable" while the server is away and works again when it is back', { timeout: 60_000 }, async () => {
    const server = await startPostgres();
    const db = await openDatabase({ dataDir: '/nonexistent', databaseUrl: server.url, secret: testSecret, log: silent });
    await ping(db);
    await server.halt();
    const failures = [await ping(db).catch(identity), await ping(db).catch(identity)];
    await server.resume();
    await ping(db);
    await db.destroy();
    await server.stop();
    for (const failure of failures) expect(failure).toMatchObject({ code: 'unavailable' });
  });
});

function identity(error: unknown): unknown {
  return error;
}

function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

/** Out of the context of the transaction, as the code of another request would be. */
function outside(work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    waitingOutside.push(() => work().then(resolve, reject));
  });
}
const waitingOutside: (() => Promise<void>)[] = [];
setInterval(() => void waitingOutside.shift()?.(), 5).unref();

/** The longest time that no timer came, ms, within the given time or until the work is done. */
async function longestGap(time: number, work?: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const end = last + time;
  const state = { done: false };
  void work?.then(() => (state.done = true));
  while (!state.done && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}

function inProcess(settings: TestDatabase['settings']): Promise<number | null> {
  const program = `
    const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, '../../../server/db/database.ts'))});
    const { pino } = await import('pino');
    const db = await openDatabase({ ...JSON.parse(process.env.SETTINGS), secret: Buffer.from(process.env.SECRET), log: pino({ level: 'silent' }) });
    await db.destroy();
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SETTINGS: JSON.stringify(settings), SECRET: testSecret.toString() },
  });
  return new Promise((resolve) => child.on('exit', resolve));
}
