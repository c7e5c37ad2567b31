import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/db/database';
import { hotInsert, hotStatement, type HotValue } from '../../../server/db/hot-statement';
import { StatementCache } from '../../../server/db/statement-cache';
import { transaction } from '../../../server/db/transaction';
import { databases, type TestDatabase } from '../../support/databases';

type NewChange = { at: number; kind: string; subject: string; reason: string };
const insertChange = hotStatement((db, value: HotValue<NewChange>) =>
  db.insertInto('changes').values({ at: value('at'), kind: value('kind'), subject: value('subject'), reason: value('reason') }),
);
const findChange = hotStatement((db, value: HotValue<{ subject: string }>) =>
  db.selectFrom('changes').select(['at', 'subject', 'reason']).where('subject', '=', value('subject')).where('kind', '=', 'user'),
);
const moveChange = hotStatement((db, value: HotValue<{ subject: string; at: number }>) =>
  db
    .updateTable('changes')
    .set({ at: value('at') })
    .where('subject', '=', value('subject')),
);
const insertChanges = hotInsert('changes', ['at', 'kind', 'subject', 'reason']);
const change = (subject: string, at = 1): NewChange => ({ at, kind: 'user', subject, reason: `for ${subject}` });

describe.each(databases)('hot statements on $name', ({ create }) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await create();
    db = await test.open();
  });
  afterAll(() => test.remove());

  it('have the values of this time, not of the one before', async () => {
    await insertChange(db, change('a', 1));
    await insertChange(db, change('b', 2));
    expect((await findChange(db, { subject: 'a' })).rows).toEqual([{ at: 1, subject: 'a', reason: 'for a' }]);
    expect((await findChange(db, { subject: 'b' })).rows).toEqual([{ at: 2, subject: 'b', reason: 'for b' }]);
    expect((await findChange(db, { subject: 'c' })).rows).toEqual([]);
  });

  it('say how many rows they changed', async () => {
    await insertChange(db, change('moved'));
    expect((await moveChange(db, { subject: 'moved', at: 9 })).numAffectedRows).toBe(1n);
    expect((await moveChange(db, { subject: 'nobody', at: 9 })).numAffectedRows).toBe(0n);
  });

  it('are taken back with their transaction', async () => {
    const failing = transaction(db, async (trx) => {
      await insertChange(trx, change('undone'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await findChange(db, { subject: 'undone' })).rows).toEqual([]);
  });

  it('refuse a text with NUL', async () => {
    await expect(findChange(db, { subject: 'a\0b' })).rejects.toMatchObject({ code: 'bad_request' });
  });

  it.each([1, 2, 3, 13, 200, 201, 700])('write %i rows in their order', async (count) => {
    const rows = Array.from({ length: count }, (_, index) => change(`row ${count}`, index));
    await transaction(db, (trx) => insertChanges(trx, rows));
    const written = await db.selectFrom('changes').select('at').where('subject', '=', `row ${count}`).orderBy('id').execute();
    expect(written.map(({ at }) => at)).toEqual(rows.map(({ at }) => at));
  });

  it('go on after one has failed', async () => {
    const insertTag = hotStatement((on, value: HotValue<{ host_id: string; tag: string }>) =>
      on.insertInto('host_tags').values({ host_id: value('host_id'), tag: value('tag') }),
    );
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(insertTag(db, { host_id: 'nowhere', tag: 'x' })).rejects.toThrow();
      await insertChange(db, change(`after ${attempt}`));
      expect((await findChange(db, { subject: `after ${attempt}` })).rows).toHaveLength(1);
    }
  });

  it('see what another process has done to the rows and to the table', async () => {
    const other = await test.open();
    await insertChange(db, change('seen'));
    const all = () => db.selectFrom('changes').selectAll().where('subject', '=', 'seen').execute();
    expect(await all()).toHaveLength(1);
    await moveChange(other, { subject: 'seen', at: 77 });
    expect((await findChange(db, { subject: 'seen' })).rows).toMatchObject([{ at: 77 }]);
    await sql`alter table changes add column note text default 'new'`.execute(other);
    expect((await findChange(db, { subject: 'seen' })).rows).toMatchObject([{ at: 77 }]);
    expect(await all()).toMatchObject([{ note: 'new' }]);
    await sql`alter table changes drop column note`.execute(other);
    expect((await all())[0]).not.toHaveProperty('note');
  });
});

describe('prepared statements', () => {
  const counting = (max?: number) => {
    const prepared: string[] = [];
    return { prepared, cache: new StatementCache((text) => Promise.resolve({ number: prepared.push(text) }), max) };
  };

  it('are prepared once', async () => {
    const { cache } = counting();
    const one = await cache.prepared('select 1');
    expect(cache.kept('select 1')).toBe(one);
  });

  it('are as many as that: the one that was not used for the longest goes', async () => {
    const { cache } = counting(2);
    await cache.prepared('a');
    await cache.prepared('b');
    cache.kept('a');
    await cache.prepared('c');
    expect(['a', 'b', 'c'].filter((text) => cache.kept(text))).toEqual(['a', 'c']);
  });

  it('are not kept when they are long, or have failed', async () => {
    const { cache } = counting();
    const long = 'x'.repeat(10_000);
    await cache.prepared(long);
    await cache.prepared('bad');
    cache.drop('bad');
    expect([cache.kept(long), cache.kept('bad')]).toEqual([undefined, undefined]);
  });
});
