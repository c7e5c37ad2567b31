import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Changes, type Change } from '../../../server/db/changes';
import type { Database } from '../../../server/db/database';
import { transaction } from '../../../server/db/transaction';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { until } from '../../support/waiting';

/** What a revocation may take to reach the consoles of every process. */
const PROMISED_MS = 1000;

describe.each(databases)('changes on $name', ({ name, create }) => {
  let test: TestDatabase;
  let here: Database;
  let there: Database;
  const running: Changes[] = [];
  beforeAll(async () => {
    test = await create();
    here = await test.open();
    there = await test.open();
  });
  afterEach(async () => {
    for (const changes of running.splice(0)) await changes.stop();
  });
  afterAll(() => test.remove());

  function build(db: Database, pollMs?: number, now?: () => number): Changes {
    const changes = new Changes({ db, log: silent, ...(pollMs === undefined ? {} : { pollMs }), ...(now ? { now } : {}) });
    running.push(changes);
    return changes;
  }
  async function listen(db: Database, pollMs?: number): Promise<{ heard: Change[]; changes: Changes }> {
    const heard: Change[] = [];
    const changes = build(db, pollMs);
    changes.subscribe((change) => heard.push(change));
    await changes.start();
    return { heard, changes };
  }
  const subjects = (heard: Change[]) => heard.map(({ subject }) => subject);
  const change = (subject: string) => ({ kind: 'host' as const, subject, reason: 'changed' });

  it('are told in another process within a second, although nobody pokes it', async () => {
    const { heard } = await listen(there);
    const writer = build(here);
    const began = Date.now();
    await transaction(here, (trx) => writer.record(trx, change('far')));
    await until('the change', () => heard.length > 0);
    expect(Date.now() - began).toBeLessThan(PROMISED_MS);
    expect(heard).toMatchObject([{ kind: 'host', subject: 'far', reason: 'changed' }]);
  });

  it('are told in the own process at once after a poke', async () => {
    const { heard, changes } = await listen(here, 60_000);
    await changes.announce(change('near'));
    await until('the change', () => heard.length > 0, 300);
    expect(subjects(heard)).toEqual(['near']);
  });

  it('are told once each and in order, however many come', async () => {
    const { heard } = await listen(there, 20);
    const writer = build(here);
    const names = Array.from({ length: 2500 }, (_, index) => `many-${index}`);
    await transaction(here, (trx) => writer.recordAll(trx, names.map(change)));
    await until('all changes', () => heard.length >= names.length);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(subjects(heard)).toEqual(names);
  });

  it('are not told when their transaction is rolled back, and those after it are', async () => {
    const { heard } = await listen(there, 20);
    const writer = build(here);
    await transaction(here, async (trx) => {
      await writer.record(trx, change('undone'));
      throw new Error('no');
    }).catch(() => undefined);
    await writer.announce(change('after'));
    await until('the change', () => heard.length > 0);
    expect(subjects(heard)).toEqual(['after']);
  });

  it('from before the start are not told', async () => {
    await build(here).announce(change('before'));
    const { heard, changes } = await listen(there, 20);
    await changes.announce(change('since'));
    await until('the change', () => heard.length > 0);
    expect(subjects(heard)).toEqual(['since']);
  });

  it('stop being told to who unsubscribed, and to all after stop', async () => {
    const { heard, changes } = await listen(here, 20);
    const other: Change[] = [];
    const unsubscribe = changes.subscribe((one) => other.push(one));
    await changes.announce(change('first'));
    await until('the change', () => other.length > 0);
    unsubscribe();
    await changes.announce(change('second'));
    await until('the change', () => heard.length === 2);
    await changes.stop();
    await changes.announce(change('third'));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([subjects(other), subjects(heard)]).toEqual([['first'], ['first', 'second']]);
  });

  it('reach the other listeners when one of them throws', async () => {
    const changes = build(here, 20);
    const heard: Change[] = [];
    changes.subscribe(() => {
      throw new Error('bad listener');
    });
    changes.subscribe((one) => heard.push(one));
    await changes.start();
    await changes.announce(change('x'));
    await changes.announce(change('y'));
    await until('both', () => heard.length === 2);
  });

  // PostgreSQL gives its numbers itself; what is done with them is the same.
  if (name === 'SQLite')
    it('that become visible late are told, although the wall clock was set forward by an hour meanwhile', async () => {
      let wall = Date.now();
      const changes = build(here, 60_000, () => wall);
      const heard: Change[] = [];
      changes.subscribe((one) => heard.push(one));
      await changes.announce(change('before'));
      await changes.start();
      const row = await here.selectFrom('changes').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
      const write = (id: number, subject: string) =>
        here
          .insertInto('changes')
          .values({ id, at: wall, ...change(subject) })
          .execute();
      await write(row.id + 3, 'later');
      changes.poke();
      await until('the later one', () => subjects(heard).includes('later'));
      wall += 60 * 60_000;
      await write(row.id + 4, 'latest');
      changes.poke();
      await until('the latest one', () => subjects(heard).includes('latest'));
      // Its transaction began before and is committed only now.
      await write(row.id + 1, 'late');
      changes.poke();
      await until('the late one', () => subjects(heard).includes('late'));
    });

  it('may be poked from inside a transaction, and are told after its commit', async () => {
    const { heard, changes } = await listen(here, 20);
    await transaction(here, async (trx) => {
      await changes.record(trx, change('inside'));
      changes.poke();
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(heard).toEqual([]);
    });
    await until('the change', () => heard.length === 1);
  });

  it('are pruned a day later', async () => {
    const old = build(here, undefined, () => Date.now() - 25 * 60 * 60_000);
    await old.announce(change('old'));
    await build(here).announce(change('young'));
    await listen(there);
    const left = await here.selectFrom('changes').select('subject').where('subject', 'in', ['old', 'young']).execute();
    expect(left).toEqual([{ subject: 'young' }]);
  });

  it('that one process cannot read go on reaching the others', async () => {
    const lost = await test.open();
    const { heard, changes } = await listen(there, 20);
    const broken = build(lost, 20);
    await broken.start();
    await lost.destroy();
    broken.poke();
    await new Promise((resolve) => setTimeout(resolve, 80));
    // The one whose database is gone neither throws nor spins; the other goes on.
    await changes.announce(change('still'));
    await until('the change', () => heard.length === 1);
  });

  if (name === 'PostgreSQL') {
    it('are told although a later number was committed, and told, before theirs', async () => {
      const { heard } = await listen(there, 20);
      const writer = build(here);
      await transaction(here, async (trx) => {
        await writer.record(trx, change('slow'));
        await writer.announce(change('fast'));
        await until('the fast one', () => heard.length === 1);
      });
      await until('the slow one', () => heard.length === 2);
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(subjects(heard)).toEqual(['fast', 'slow']);
    });

    it('are told when they were written but not committed at the start', async () => {
      const writer = build(here);
      let heard: Change[] = [];
      await transaction(here, async (trx) => {
        await writer.record(trx, change('pending'));
        await writer.announce(change('committed before'));
        ({ heard } = await listen(there, 20));
      });
      await until('the pending one', () => heard.length === 1);
      expect(subjects(heard)).toEqual(['pending']);
    });
  }
});
