import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortalError } from '../../../server/contract/errors';
import type { Load } from '../../../server/nodes/load-meter';
import { NodeRepository } from '../../../server/nodes/node-repository';
import { NODE_SILENT, NodeWatch } from '../../../server/nodes/node-watch';
import { Nodes } from '../../../server/nodes/nodes';
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

  /** A process that carries these consoles, and tells of itself when the test says so. */
  const process = (id: string, carried: string[] = []) => {
    const all = carried.map((console) => ({ info: { id: console }, endedBy: null }));
    const consoles = { size: all.length, carried: 0, all: () => all, has: (console: string) => carried.includes(console) };
    const { clock, audit } = services;
    return new Nodes({ id, worker: 1, shared: true, nodes, consoles, audit, log: silent, now: clock.now, ticks: () => ticks, beatMs: DAY });
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
