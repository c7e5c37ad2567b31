/** Limits over several processes: two sets of services on one database, each with what it has in memory. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/db/database';
import { startConsoleProcess, type ConsoleProcess } from '../../support/console-process';
import { databases, type TestDatabase } from '../../support/databases';
import { until } from '../../support/waiting';

describe.each(databases)('places for consoles of two processes on $name', ({ create }) => {
  let test: TestDatabase;
  const running: ConsoleProcess[] = [];
  let connections: [Database, Database];
  beforeAll(async () => {
    test = await create();
    connections = [await test.open(), await test.open()];
  });
  afterAll(() => test.remove());
  afterEach(async () => {
    for (const process of running.splice(0)) await process.stop();
    const [db] = connections;
    for (const table of ['consoles', 'attempts', 'changes'] as const) await db.deleteFrom(table).execute();
  });

  async function start(limits: Parameters<typeof startConsoleProcess>[2] = {}): Promise<[ConsoleProcess, ConsoleProcess]> {
    const a = await startConsoleProcess(connections[0], 'm', limits);
    const b = await startConsoleProcess(connections[1], 'm.2', limits);
    running.push(a, b);
    return [a, b];
  }
  const outcome = (opened: object) => ('code' in opened ? opened.code : 'open');
  const live = async () => (await running[0]!.sessions.live()).length;

  it.each([
    ['of a person', { maxConsolesPerUser: 5 }, {}, 'too_many_consoles_user'],
    ['of a host', {}, { maxViewers: 5 }, 'too_many_consoles_host'],
    ['of the machine', { maxConsoles: 5, workers: 2 }, {}, 'too_many_consoles'],
    ['of a host that takes one person', {}, { exclusive: true }, 'host_in_use'],
  ] as const)('of twenty that come to both at once, as many open as the limit %s allows', async (_, limits, info, code) => {
    const processes = await start(limits);
    const free = code === 'host_in_use' ? 1 : 5;
    const recorded = async () => (await processes[0].services.audited('console.open')).length;
    const before = await recorded();
    const user = (index: number) => (code === 'too_many_consoles_user' ? 'u1' : `u${index}`);
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_, index) => processes[index % 2]!.open({ ...info, userId: user(index) })),
    );
    const outcomes = opened.map(outcome);
    expect(outcomes.filter((one) => one === 'open')).toHaveLength(free);
    expect(new Set(outcomes)).toEqual(new Set(['open', code]));
    expect(await live()).toBe(free);
    expect((await recorded()) - before).toBe(free);
  });
  it('names who has a host at another process, and since when; whoever only watches is let in', async () => {
    const [a, b] = await start();
    await a.opened({ exclusive: true, userName: 'anna', startedAt: 123 });
    expect(await b.open({ exclusive: true, userId: 'u2' })).toEqual({ code: 'host_in_use', holder: { userName: 'anna', startedAt: 123 } });
    expect(outcome(await b.open({ exclusive: true, userId: 'u2', access: 'view' }))).toBe('open');
  });

  it('are free again once a console is on record as over, even while somebody is being refused for it', async () => {
    const [a, b] = await start({ maxConsolesPerUser: 1 });
    const { console } = await a.opened();
    const waiting = b.open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await a.close(console);
    expect(outcome(await waiting)).toBe('open');
    expect(outcome(await a.open())).toBe('too_many_consoles_user');
  });

  it('do not count other machines against the limit of one', async () => {
    const [a] = await start({ maxConsoles: 2, workers: 2 });
    const other = await startConsoleProcess(connections[1], 'n', { maxConsoles: 2, workers: 2 });
    running.push(other);
    for (let count = 0; count < 2; count++) await other.opened();
    for (let count = 0; count < 2; count++) expect(outcome(await a.open())).toBe('open');
    expect(outcome(await a.open())).toBe('too_many_consoles');
  });

  it("let go of a page's console at the process that has it, when the page opens it anew at another", async () => {
    const [a, b] = await start({ maxConsolesPerUser: 1 });
    const page = { pageId: 'page-0123456789abcdef', exclusive: true, maxViewers: 1 };
    const first = await a.opened(page);
    const other = await a.open({ pageId: 'page-of-somebody-else' });
    expect(outcome(other)).toBe('too_many_consoles_user');
    const second = await b.open(page);
    expect(outcome(second)).toBe('open');
    expect(await live()).toBe(1);
    await until('the first to be let go of', () => first.pipe.isCut && !a.consoles.has(first.console.info.id));
    expect(first.console.endedBy).toMatchObject({ code: 1006 });
    expect(outcome(await a.open(page))).toBe('open');
    await until('the second to be let go of', () => b.consoles.size === 0);
  });

  it("keep a page's console from nobody but the same person", async () => {
    const [a, b] = await start();
    const { console } = await a.opened({ pageId: 'page-0123456789abcdef' });
    await b.opened({ pageId: 'page-0123456789abcdef', userId: 'u2' });
    expect(await live()).toBe(2);
    expect(a.consoles.has(console.info.id)).toBe(true);
  });
});

describe('a process that is alone', () => {
  it('asks the database nothing before it opens a console', async () => {
    const test = await databases[0]!.create();
    const db = await test.open();
    const process = await startConsoleProcess(db, 'm', { shared: false, maxConsolesPerUser: 1 });
    // As another process would have left it.
    await process.sessions.open({ ...(await process.opened()).console.info, id: 'x', target: '', node: 'other', userId: 'u2' });
    expect(await process.open({ userId: 'u2' })).toHaveProperty('console');
    expect(await db.selectFrom('attempts').selectAll().execute()).toEqual([]);
    await process.stop();
    await test.remove();
  });
});
