import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortalError } from '../../../server/contract/errors';
import type { Load } from '../../../server/nodes/load-meter';
import { NodeRepository } from '../../../server/nodes/node-repository';
import { NODE_SILENT, NodeWatch } from '../../../server/nodes/node-watch';
import { Nodes } from '../../../server/nodes/nodes';
import { startConsoleProcess } from '../../support/console-process';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { buildServices, DAY, type Services } from '../../support/services';

const idle: Load = { consoles: 0, cpu: 250, memory: 2 ** 27, delay: 1500, traffic: 0 };

describe.each(databases)('the processes of the portal on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let nodes: NodeRepository;
  let ticks = 0;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    nodes = new NodeRepository(services.db);
    ticks = 0;
  });
  afterEach(() => test.remove());

  const enter = (id: string) =>
    nodes.enter({ id, machine: 'here', worker: 1, pid: 1, version: '1', startedAt: 1 }, idle, 'up', services.clock.now());
  const watch = (own: string, repository: NodeRepository = nodes) =>
    new NodeWatch({ own, nodes: repository, audit: services.audit, log: silent, now: services.clock.now, ticks: () => ticks });
  /** Looks as often as a process does. */
  async function looks(watcher: NodeWatch, ms: number): Promise<void> {
    for (const until = ticks + ms; ticks < until; ticks += 2000) await watcher.look();
    await watcher.look();
  }
  const stateOf = async (id: string) => (await nodes.all()).find((node) => node.id === id)?.state;
  const open = (id: string, node: string) =>
    services.sessions.open({
      ...{ id, node, hostId: 'desk', hostName: 'Desk', userId: 'u1', userName: 'anna', via: { kind: 'login', id: 'l1' } },
      ...{ address: '192.0.2.1', access: 'control', target: '', startedAt: services.clock.now() },
    });
  const liveIds = async () => (await services.sessions.live()).map(({ id }) => id);

  const places = { lostPlaces: () => Promise.resolve(new Map()) };
  /** A process that tells of itself when the test says so. */
  const tells = (id: string, parts: Pick<ConstructorParameters<typeof Nodes>[0], 'consoles' | 'places'>) => {
    const { clock, audit } = services;
    return new Nodes({ ...parts, id, worker: 1, shared: true, nodes, audit, log: silent, now: clock.now, ticks: () => ticks, beatMs: DAY });
  };
  /** One that carries these consoles, which nothing else is known of. */
  const process = (id: string, carried: string[] = []) => {
    const all = carried.map((console) => ({ info: { id: console }, endedBy: null, end: () => undefined }) as never);
    const has = (console: string) => carried.includes(console);
    return tells(id, { consoles: { size: all.length, carried: 0, all: () => all, has, leave: () => undefined }, places });
  };

  it('that stand still for some seconds are lost, and their consoles end with a row each in the audit', async () => {
    await enter('quiet');
    await enter('busy');
    await open('c1', 'quiet');
    await open('c2', 'busy');
    const watcher = watch('me');
    for (let second = 0; second < 10; second += 2) {
      await nodes.beat('busy', idle, 'up', 1);
      await watcher.look();
      ticks += 2000;
    }
    expect([await stateOf('quiet'), await stateOf('busy')]).toEqual(['lost', 'up']);
    expect(await liveIds()).toEqual(['c2']);
    expect(await services.audited('node.lost')).toMatchObject([{ actorName: 'the portal', detail: { node: 'quiet', machine: 'here' } }]);
    expect(await services.audited('console.end')).toMatchObject([
      { sessionId: 'c1', actorName: 'anna', hostId: 'desk', detail: { code: 1006, reason: NODE_SILENT } },
    ]);
  });

  it('are declared lost once, however many see it', async () => {
    await enter('quiet');
    await open('c1', 'quiet');
    const watchers = [watch('a'), watch('b'), watch('c')];
    for (; ticks <= 8000; ticks += 2000) await Promise.all(watchers.map((watcher) => watcher.look()));
    expect(await services.audited('node.lost')).toHaveLength(1);
    expect(await services.audited('console.end')).toHaveLength(1);
  });

  it('are not lost by a database that nobody could read, nor by a watcher that was away', async () => {
    await enter('quiet');
    let away = false;
    class Failing extends NodeRepository {
      override all() {
        return away ? Promise.reject(new PortalError('unavailable')) : super.all();
      }
    }
    const watcher = watch('me', new Failing(services.db));
    await looks(watcher, 4000);
    away = true;
    ticks += 2000;
    await expect(watcher.look()).rejects.toMatchObject({ code: 'unavailable' });
    away = false;
    ticks += 10_000;
    await looks(watcher, 8000);
    expect(await stateOf('quiet')).toBe('up');
    // Since then it has stood still for long enough.
    await looks(watcher, 12_000);
    expect(await stateOf('quiet')).toBe('lost');
  });

  it('that come back carry their consoles on, on paper too', async () => {
    const one = process('one', ['c1']);
    await one.start();
    await open('c1', 'one');
    await open('c2', 'one');
    await looks(watch('two'), 8000);
    expect(await liveIds()).toEqual([]);
    // It tells of itself again: c2 is over meanwhile.
    await one.draining();
    expect(await stateOf('one')).toBe('draining');
    expect(await liveIds()).toEqual(['c1']);
    expect(await services.audited('node.return')).toMatchObject([{ detail: { node: 'one', consoles: 1 } }]);
    expect(await services.audited('console.return')).toMatchObject([{ sessionId: 'c1', actorName: 'anna' }]);
    await one.stop();
  });

  it('that come back leave an exclusive host, and a full one, to whoever was let in meanwhile', async () => {
    const [here, there] = [await startConsoleProcess(services.db, 'here'), await startConsoleProcess(services.db, 'there')];
    const one = tells('here', here);
    await one.start();
    const exclusive = { hostId: 'one', exclusive: true };
    const mine = {
      taken: await here.opened({ ...exclusive, userId: 'u1' }),
      full: await here.opened({ hostId: 'small', maxViewers: 1, userId: 'u1' }),
      free: await here.opened({ hostId: 'other', exclusive: true, userId: 'u1' }),
      watching: await here.opened({ ...exclusive, userId: 'u2', access: 'view' }),
      reopened: await here.opened({ hostId: 'page', userId: 'u1', pageId: 'page-1' }),
    };
    await looks(watch('there'), 8000);
    expect(await liveIds()).toEqual([]);
    const theirs = [
      await there.opened({ ...exclusive, userId: 'u3', userName: 'carl' }),
      await there.opened({ hostId: 'small', maxViewers: 1, userId: 'u3' }),
      await there.opened({ hostId: 'page', userId: 'u1', pageId: 'page-1' }),
    ];

    await one.draining();
    expect(mine.taken.pipe.ended).toMatchObject({ code: 4005, recorded: 'host_in_use', told: { code: 'host_in_use' } });
    expect(mine.full.pipe.ended).toMatchObject({ code: 4005, recorded: 'too_many_consoles_host' });
    expect(mine.reopened.pipe.isCut).toBe(true);
    expect([mine.free.pipe.ended, mine.watching.pipe.ended]).toEqual([null, null]);
    const kept = [...theirs, mine.free, mine.watching].map(({ console }) => console.info.id);
    expect((await liveIds()).sort()).toEqual(kept.sort());
    const ended = await services.db.selectFrom('consoles').select(['id', 'code', 'reason']).where('ended_at', 'is not', null).execute();
    expect(ended.find(({ id }) => id === mine.taken.console.info.id)).toMatchObject({ code: 4005, reason: 'host_in_use' });
    expect(await services.audited('console.return')).toHaveLength(2);
    await one.stop();
    for (const process of [here, there]) await process.stop();
  });

  it('end what a former process of their name has left open, when they start', async () => {
    await open('c1', 'one');
    await open('c2', 'two');
    const one = process('one');
    await one.start();
    expect(await liveIds()).toEqual(['c2']);
    expect(await services.audited('console.end')).toMatchObject([{ sessionId: 'c1', detail: { reason: 'the portal stopped' } }]);
    await one.stop();
  });

  it('leave when they stop, unless they leave consoles behind', async () => {
    const [one, two] = [process('one'), process('two')];
    await one.start();
    await two.start();
    await open('c1', 'two');
    await one.stop();
    await two.stop();
    expect((await nodes.all()).map(({ id }) => id)).toEqual(['two']);
  });

  it('are forgotten a day after they were lost', async () => {
    await enter('old');
    await enter('up');
    await nodes.lose({ id: 'old', beat: 1 });
    await nodes.forget(services.clock.now() - DAY);
    expect(await nodes.all()).toHaveLength(2);
    await nodes.forget(services.clock.now() + 1);
    expect((await nodes.all()).map(({ id }) => id)).toEqual(['up']);
  });

  it('are listed with their load, and which of them answers', async () => {
    const one = process('one', ['c1']);
    await one.start();
    await enter('two');
    const list = await one.list();
    expect(list.find(({ id }) => id === 'one')).toMatchObject({ consoles: 1, here: true, state: 'up', worker: 1 });
    expect(list.find(({ id }) => id === 'two')).toMatchObject({ machine: 'here', here: false, cpu: 0.25, delay: 1.5, memory: 2 ** 27 });
    await one.stop();
  });
});
