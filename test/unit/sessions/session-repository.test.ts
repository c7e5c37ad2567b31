import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionRepository, type OpenedConsole } from '../../../server/sessions/session-repository';
import { databases, type TestDatabase } from '../../support/databases';
import { Clock, START } from '../../support/services';

const opened = (id: string, more: Partial<OpenedConsole> = {}): OpenedConsole => ({
  ...{ id, hostId: 'h', hostName: 'H', userId: 'u', userName: 'anna', via: { kind: 'login', id: 'l' }, address: '192.0.2.1' },
  ...{ access: 'control', target: '', node: 'node-1', startedAt: START, attemptId: null },
  ...more,
});
const end = (at: number, code = 1000, reason = 'left') => ({ at, code, reason, bytesToHost: 5, bytesFromHost: 2 ** 40 });

describe.each(databases)('consoles on $name', ({ create }) => {
  let test: TestDatabase;
  let clock: Clock;
  let sessions: SessionRepository;
  beforeEach(async () => {
    test = await create();
    clock = new Clock();
    sessions = new SessionRepository({ db: await test.open(), now: clock.now });
  });
  afterEach(() => test.remove());

  it('are live from their opening to their end, the longest open first', async () => {
    await sessions.open(opened('b', { startedAt: START + 1 }));
    await sessions.open(opened('a', { via: { kind: 'token', id: 't' }, access: 'view' }));
    const live = await sessions.live();
    expect(live).toEqual([
      { ...opened('a', { via: { kind: 'token', id: 't' }, access: 'view' }), shownName: 'anna', bytesToHost: 0, bytesFromHost: 0 },
      { ...opened('b', { startedAt: START + 1 }), shownName: 'anna', bytesToHost: 0, bytesFromHost: 0 },
    ]);
    await sessions.end('a', end(START + 9));
    expect((await sessions.live()).map(({ id }) => id)).toEqual(['b']);
  });

  it('end once: what is told later does not count', async () => {
    await sessions.open(opened('a'));
    await sessions.end('a', { ...end(START + 9, 1011, 'host closed the connection'), target: 'ws://h:80/' });
    await sessions.end('a', end(START + 99, 1000, 'late'));
    await sessions.end('unknown', end(START));
    expect(await sessions.lastEnded(['h'])).toEqual(
      new Map([['h', { at: START + 9, code: 1011, reason: 'host closed the connection', ok: false }]]),
    );
  });

  it.each([
    [1000, true],
    [1001, true],
    [1006, true],
    [4001, true],
    [503, true],
    [1011, false],
    [502, false],
    [504, false],
  ])('that ended with %i say that the host did its part: %s', async (code, ok) => {
    await sessions.open(opened('a'));
    await sessions.end('a', end(START, code));
    expect((await sessions.lastEnded(['h'])).get('h')?.ok).toBe(ok);
  });

  it('tell how the last of each host went, and nothing of hosts without one', async () => {
    const hosts = Array.from({ length: 2100 }, (_, index) => `h-${index}`);
    for (const [index, hostId] of ['h-0', 'h-0', 'h-7', 'h-2099', 'h-8'].entries()) {
      await sessions.open(opened(`s${index}`, { hostId }));
      if (hostId !== 'h-8') await sessions.end(`s${index}`, end(START + index, 1000 + index, `end ${index}`));
    }
    const last = await sessions.lastEnded(hosts);
    expect([...last].map(([host, { reason }]) => [host, reason]).sort()).toEqual([
      ['h-0', 'end 1'],
      ['h-2099', 'end 3'],
      ['h-7', 'end 2'],
    ]);
    expect(await sessions.lastEnded([])).toEqual(new Map());
  });
});
