import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chained, GENESIS, hashOf } from '../../../server/audit/chain';
import { AuditRepository } from '../../../server/audit/audit-repository';
import { ChainSeal } from '../../../server/audit/chain-seal';
import { verifyChain } from '../../../server/audit/chain-verifier';
import type { Database } from '../../../server/db/database';
import type { AuditMarkTable, AuditTable } from '../../../server/db/schema';
import { transaction } from '../../../server/db/transaction';
import { databases, silent, testSecret, type TestDatabase } from '../../support/databases';
import { buildServices, type Services } from '../../support/services';

const ROWS = 1200;
/** What somebody can do who owns the database and has not read the secret. */
const strangerSeal = new ChainSeal(Buffer.from('a guess at what the secret might be'));

describe.each(databases)('the chain of the audit on $name', ({ name, create }) => {
  let test: TestDatabase;
  let db: Database;
  let services: Services;
  let rows: AuditTable[];
  let marks: AuditMarkTable[];
  const verify = (options = {}) => verifyChain(new AuditRepository({ db, secret: testSecret, log: silent }).chain, options);
  const fault = async () => (await verify()).fault;
  const update = (seq: number, values: Partial<AuditTable>) => db.updateTable('audit').set(values).where('seq', '=', seq).execute();
  const remove = (from: number, to = from) => db.deleteFrom('audit').where('seq', '>=', from).where('seq', '<=', to).execute();
  const row = (seq: number) => rows[seq - 1]!;

  beforeAll(async () => {
    test = await create();
    db = await test.open();
    services = buildServices(db);
    await services.audit.recordAll(Array.from({ length: ROWS - 1 }, (_, n) => ({ action: 'console.open', detail: { n } }) as const));
    await services.audit.record({ action: 'login.failure', actor: { id: '', name: 'half a \ud83d smiley' }, detail: { user: '\ud83d' } });
    rows = await db.selectFrom('audit').selectAll().orderBy('seq').execute();
    marks = await db.selectFrom('audit_marks').selectAll().execute();
    await dropTriggers(name);
  });
  afterAll(() => test.remove());
  afterEach(async () => {
    await db.deleteFrom('audit').execute();
    for (let from = 0; from < rows.length; from += 500)
      await db
        .insertInto('audit')
        .values(rows.slice(from, from + 500))
        .execute();
    await db.deleteFrom('audit_marks').execute();
    await db.insertInto('audit_marks').values(marks).execute();
  });

  async function dropTriggers(database: string): Promise<void> {
    const dropped =
      database === 'SQLite'
        ? ['drop trigger audit_no_update', 'drop trigger audit_no_delete']
        : ['drop trigger audit_append_only on audit', 'drop trigger audit_kept on audit'];
    for (const statement of dropped) await sql.raw(statement).execute(db);
  }

  it('holds, whatever the rows say, and says where it ends', async () => {
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
    expect(await verify()).toEqual({ rows: ROWS, head: { seq: ROWS, hash: row(ROWS).hash }, pruned: 0, fault: null, marks: 0, marked: 0 });
  });

  it('finds a changed cell, whichever it is', async () => {
    const changes: Partial<AuditTable>[] = [
      ...[{ id: 'x' }, { at: 1 }, { action: 'login.success' }, { actor_id: 'u' }, { actor_name: 'someone else' }],
      ...[{ address: '1.2.3.4' }, { host_id: 'h' }, { session_id: 's' }, { detail: '{"n":0}' }, { hash: GENESIS.hash }],
    ];
    for (const change of changes) {
      await update(700, change);
      expect([change, await fault()]).toEqual([change, { kind: 'changed', seq: 700 }]);
      await update(700, row(700));
    }
    expect(await fault()).toBeNull();
  });

  it('finds a row that is gone', async () => {
    await remove(1000);
    expect(await fault()).toEqual({ kind: 'missing', seq: 1000 });
  });

  it('finds rows that are gone at the beginning', async () => {
    await remove(1, 3);
    expect(await fault()).toEqual({ kind: 'missing', seq: 1 });
  });

  it('finds rows that are gone at the end, after further ones too', async () => {
    await remove(ROWS - 1, ROWS);
    expect(await fault()).toEqual({ kind: 'missing', seq: ROWS - 1 });
    await services.audit.record({ action: 'host.create' });
    expect(await fault()).toEqual({ kind: 'missing', seq: ROWS - 1 });
  });

  it('finds that all of them are gone', async () => {
    await db.deleteFrom('audit').execute();
    expect(await fault()).toEqual({ kind: 'missing', seq: 1 });
  });

  it('finds rows that changed places, with their hashes or without', async () => {
    const { seq: _, ...five } = row(5);
    const { seq: __, ...six } = row(6);
    await update(5, six);
    await update(6, five);
    expect(await fault()).toEqual({ kind: 'order', seq: 5 });
    await update(5, { hash: five.hash });
    await update(6, { hash: six.hash });
    expect(await fault()).toEqual({ kind: 'order', seq: 5 });
  });

  it('finds a row that was put in between, even with a right hash', async () => {
    await shift(901);
    const { hash: _, ...content } = row(3);
    const hash = hashOf(row(900).hash, 901, content);
    await db
      .insertInto('audit')
      .values({ ...content, seq: 901, hash })
      .execute();
    expect(await fault()).toEqual({ kind: 'inserted', seq: 901 });
    await update(901, { hash: GENESIS.hash });
    expect(await fault()).toEqual({ kind: 'inserted', seq: 901 });
  });

  it('finds a row that was put after the last, and the portal says so at its next row', async () => {
    const forged = chained(row(ROWS), [{ ...row(1), id: 'forged' }]).rows;
    await db.insertInto('audit').values(forged).execute();
    expect(await fault()).toEqual({ kind: 'inserted', seq: ROWS + 1 });
    await services.audit.record({ action: 'host.create' });
    expect(await fault()).toEqual({ kind: 'broken', seq: ROWS + 2 });
  });

  it('finds a chain that was computed anew without the secret, also after the portal went on with it', async () => {
    await rewrite({ ...row(600), actor_name: 'someone else' });
    expect(await fault()).toEqual({ kind: 'head', seq: ROWS });
    await services.audit.record({ action: 'host.create' });
    expect(await fault()).toEqual({ kind: 'broken', seq: ROWS + 1 });
    expect((await services.audited('audit.broken'))[0]).toMatchObject({ seq: ROWS + 1, actorName: 'the portal', detail: { seq: ROWS } });
  });

  it('finds that its head is gone, or is the mark of what was pruned', async () => {
    await db.deleteFrom('audit_marks').where('name', '=', 'head').execute();
    expect(await fault()).toMatchObject({ kind: 'head' });
    await db
      .insertInto('audit_marks')
      .values({ ...marks.find((mark) => mark.name === 'pruned')!, name: 'head' })
      .execute();
    expect(await fault()).toMatchObject({ kind: 'head' });
  });

  it('finds a forged mark of what was pruned', async () => {
    await remove(1, 100);
    const forged = { seq: 100, hash: row(100).hash };
    for (const seal of [strangerSeal.of('pruned', forged), marks.find((mark) => mark.name === 'head')!.seal, '']) {
      await db
        .updateTable('audit_marks')
        .set({ ...forged, seal })
        .where('name', '=', 'pruned')
        .execute();
      expect(await fault()).toEqual({ kind: 'pruned', seq: 100 });
    }
  });

  it('finds an audit that was set back to an older state, by an end that was noted outside', async () => {
    const noted = { seq: ROWS, hash: row(ROWS).hash };
    expect((await verify({ noted })).fault).toBeNull();
    await db.deleteFrom('audit').execute();
    await db.deleteFrom('audit_marks').execute();
    const { seal: _, ...empty } = { ...GENESIS, seal: '' };
    const seal = new ChainSeal(testSecret);
    const old = (['head', 'pruned'] as const).map((mark) => ({ name: mark, ...empty, seal: seal.of(mark, empty) }));
    await db.insertInto('audit_marks').values(old).execute();
    expect(await fault()).toBeNull();
    expect((await verify({ noted })).fault).toEqual({ kind: 'noted', seq: ROWS });
  });

  it('stays one chain under many writers at once, with transactions that fail among them', async () => {
    // Two connections to SQLite in one process would wait for each other in libsql's threads: there it is one, as in a portal.
    const other = test.settings.databaseUrl === null ? services : buildServices(await test.open());
    const write = async ({ audit, db: own }: Services, n: number) => {
      if (n % 3 === 0) return audit.record({ action: 'host.create', detail: { n } });
      await transaction(own, async (trx) => {
        await audit.record({ action: 'host.update', detail: { n } }, trx);
        await audit.record({ action: 'host.remove', detail: { n } }, trx);
        if (n % 3 === 1) throw new Error('no');
      }).catch(() => undefined);
    };
    await Promise.all(Array.from({ length: 30 }, (_, n) => write(n % 2 ? services : other, n)));
    expect(await verify()).toMatchObject({ rows: ROWS + 10 + 2 * 10, fault: null });
  });

  /** Makes room for a row, as somebody would who wants it to look as if it had been there. */
  async function shift(from: number): Promise<void> {
    await remove(from, ROWS);
    const shifted = rows.slice(from - 1).map((old) => ({ ...old, seq: old.seq + 1 }));
    await db.insertInto('audit').values(shifted).execute();
  }

  async function rewrite(changed: AuditTable): Promise<void> {
    const { rows: forged, last } = chained(row(changed.seq - 1), [changed, ...rows.slice(changed.seq)]);
    await remove(changed.seq, ROWS);
    for (let from = 0; from < forged.length; from += 500)
      await db
        .insertInto('audit')
        .values(forged.slice(from, from + 500))
        .execute();
    await db
      .updateTable('audit_marks')
      .set({ ...last, seal: strangerSeal.of('head', last) })
      .where('name', '=', 'head')
      .execute();
  }
});
