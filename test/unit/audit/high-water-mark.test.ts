import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditRepository } from '../../../server/audit/audit-repository';
import { AuditService } from '../../../server/audit/audit-service';
import { verifyChain } from '../../../server/audit/chain-verifier';
import { HighWaterMark, readMarks } from '../../../server/audit/high-water-mark';
import { Outbox } from '../../../server/audit/outbox';
import { AuditRetention } from '../../../server/audit/retention';
import { LeaseRepository } from '../../../server/audit/lease-repository';
import type { Database } from '../../../server/db/database';
import { transaction } from '../../../server/db/transaction';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { DAY } from '../../support/services';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary';

describe.each(databases)('the high-water mark of the audit on $name', ({ name: database, create }) => {
  let test: TestDatabase;
  let db: Database;
  let directory: TemporaryDirectory;
  let clear: () => Promise<void>;
  beforeAll(async () => {
    test = await create();
    db = await test.open();
    clear = await backUp();
  });
  afterAll(() => test.remove());
  beforeEach(async () => {
    directory = temporaryDirectory('marks');
    await clear();
  });
  afterEach(() => directory.remove());

  /** A process that writes the audit, from its start on. */
  function start(name = 'one') {
    const mark = new HighWaterMark({ dataDir: directory.path, name, secret: testSecret, log: silent });
    const repository = new AuditRepository({ db, secret: testSecret, log: silent, mark });
    const outbox = new Outbox({ write: () => Promise.resolve(), log: silent });
    const audit = new AuditService({ repository, outbox });
    const write = async (count: number) => {
      for (let n = 0; n < count; n++) await audit.record({ action: 'host.create', detail: { n } });
    };
    return { mark, repository, audit, write };
  }
  const file = (name = 'one') => join(directory.path, `audit-mark-${name}.json`);
  const markedRow = (name = 'one') => (JSON.parse(readFileSync(file(name), 'utf8')) as { seq: number }).seq;
  const verify = () =>
    verifyChain(new AuditRepository({ db, secret: testSecret, log: silent }).chain, {
      outside: () => readMarks(directory.path, testSecret),
    });
  const fault = async () => (await verify()).fault;
  const rows = () => db.selectFrom('audit').select(['seq', 'action', 'detail']).orderBy('seq').execute();

  /** What a thief of the database can do without the secret: the whole of it as it was before. */
  async function backUp() {
    const [audit, marks] = [await db.selectFrom('audit').selectAll().execute(), await db.selectFrom('audit_marks').selectAll().execute()];
    return async () => {
      const dropped =
        database === 'SQLite'
          ? ['drop trigger if exists audit_no_update', 'drop trigger if exists audit_no_delete']
          : ['drop trigger if exists audit_append_only on audit', 'drop trigger if exists audit_kept on audit'];
      for (const statement of dropped) await sql.raw(statement).execute(db);
      await db.deleteFrom('audit').execute();
      await db.deleteFrom('audit_marks').execute();
      if (audit.length > 0) await db.insertInto('audit').values(audit).execute();
      await db.insertInto('audit_marks').values(marks).execute();
    };
  }

  it('follows every commit, in a file for the portal alone', async () => {
    const { mark, write } = start();
    await write(3);
    await mark.stop();
    expect(markedRow()).toBe(3);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory.path)).toEqual(['audit-mark-one.json']);
    expect(await verify()).toMatchObject({ rows: 3, fault: null, marks: 1, marked: 3 });
  });

  it('never says more than the database holds: what is rolled back does not move it', async () => {
    const { mark, write, audit } = start();
    await write(1);
    const failed = transaction(db, async (trx) => {
      await audit.record({ action: 'host.update' }, trx);
      await audit.record({ action: 'host.remove' }, trx);
      return sql`select nothing from nowhere`.execute(trx);
    });
    await expect(failed).rejects.toThrow();
    await mark.stop();
    expect(markedRow()).toBe(1);
  });

  it('does not keep rows from being written where its file cannot be', async () => {
    const mark = new HighWaterMark({ dataDir: '/proc/no-such-directory', name: 'one', secret: testSecret, log: silent });
    const repository = new AuditRepository({ db, secret: testSecret, log: silent, mark });
    await repository.insert([
      { ...{ at: 1, action: 'host.create', actorId: '', actorName: '', address: '' }, ...{ hostId: '', sessionId: '', detail: {} } },
    ]);
    await mark.stop();
    expect(mark.place?.seq).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  it('finds an end that was cut off by putting an older state back, and says which rows are missing', async () => {
    const first = start();
    await first.write(3);
    const putBack = await backUp();
    await first.write(4);
    await first.mark.stop();
    await putBack();
    expect(await fault()).toEqual({ kind: 'cut', seq: 4, upTo: 7 });
  });

  it('finds that everything was taken away', async () => {
    const putBack = await backUp();
    const first = start();
    await first.write(2);
    await first.mark.stop();
    await putBack();
    expect(await fault()).toEqual({ kind: 'cut', seq: 1, upTo: 2 });
  });

  it('is compared at the start: the missing rows are told in the audit for good, and no number is given twice', async () => {
    const first = start();
    await first.write(3);
    const putBack = await backUp();
    await first.write(4);
    await first.mark.stop();
    const { hash } = first.mark.place!;
    await putBack();

    const second = start();
    await second.repository.chain.compareWithMark();
    await second.write(2);
    await second.mark.stop();
    expect(await rows()).toMatchObject([
      ...[1, 2, 3].map((seq) => ({ seq })),
      { seq: 8, action: 'audit.broken', detail: JSON.stringify({ seq: 3, upTo: 7, hash }) },
      ...[9, 10].map((seq) => ({ seq })),
    ]);
    expect(await verify()).toMatchObject({ rows: 6, fault: { kind: 'cut', seq: 4, upTo: 7 } });
    // Once: it is known now.
    const third = start();
    await third.repository.chain.compareWithMark();
    expect(await rows()).toHaveLength(6);
    // And what is done to the chain after that is found as well.
    await db.updateTable('audit').set({ actor_name: 'x' }).where('seq', '=', 9).execute();
    expect(await fault()).toEqual({ kind: 'changed', seq: 9 });
  });

  it('is compared at each row: an older state that is put back under a running portal is told with the next one', async () => {
    const { mark, write } = start();
    await write(2);
    const putBack = await backUp();
    await write(2);
    await putBack();
    await write(1);
    await mark.stop();
    expect((await rows()).map(({ seq, action }) => [seq, action])).toEqual([
      [1, 'host.create'],
      [2, 'host.create'],
      [5, 'audit.broken'],
      [6, 'host.create'],
    ]);
    expect(await fault()).toEqual({ kind: 'cut', seq: 3, upTo: 4 });
  });

  it('finds a chain that was put back and has grown beyond the mark since', async () => {
    const here = start('one');
    await here.write(2);
    const putBack = await backUp();
    await here.write(1);
    await here.mark.stop();
    await putBack();
    // A process on another machine, whose own mark is of before.
    const kept = readFileSync(file('one'));
    rmSync(file('one'));
    const other = start('two');
    await other.write(3);
    await other.mark.stop();
    writeFileSync(file('one'), kept);
    expect(await fault()).toEqual({ kind: 'marked', seq: 3 });
    const again = start('one');
    again.mark.place = here.mark.place;
    await again.write(1);
    expect((await rows()).map(({ action }) => action).slice(-2)).toEqual(['audit.broken', 'host.create']);
  });

  it('that somebody changed is told, and does not pass for one of the portal', async () => {
    const first = start();
    await first.write(2);
    await first.mark.stop();
    const { hash } = first.mark.place!;
    const [head] = await db.selectFrom('audit_marks').selectAll().where('name', '=', 'head').execute();
    for (const forged of ['', '{}', JSON.stringify({ seq: 1, hash, seal: 'x' }), JSON.stringify({ seq: 2, hash, seal: head!.seal })]) {
      writeFileSync(file(), forged);
      expect([forged, await fault()]).toEqual([forged, { kind: 'mark', seq: 2 }]);
    }
    const second = start();
    await second.repository.chain.compareWithMark();
    await second.mark.stop();
    expect((await rows()).at(-1)).toMatchObject({ seq: 3, action: 'audit.broken', detail: JSON.stringify({ seq: 2 }) });
    expect(await fault()).toEqual({ kind: 'broken', seq: 3 });
  });

  it('of a process that wrote long ago is no fault, not even when its row was pruned', async () => {
    const old = start('old');
    await old.write(2);
    await old.mark.stop();
    const { audit, write, repository, mark } = start();
    await write(4);
    const retention = new AuditRetention({
      ...{ days: 1, audit, chain: repository.chain, leases: new LeaseRepository(db, 'one'), forwarded: () => Promise.resolve(null) },
      ...{ log: silent, now: () => Date.now() + 3 * DAY },
    });
    expect(await retention.prune()).toBe(6);
    const back = start('old');
    back.mark.place = old.mark.place;
    await back.write(1);
    await mark.stop();
    await back.mark.stop();
    expect((await rows()).map(({ action }) => action)).toEqual(['audit.prune', 'host.create']);
    expect(await fault()).toBeNull();
  });
});
