/** Ending a console: of this process and of another, with what is announced and recorded. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveConsole, LiveConsoles } from '../../../server/sessions/live-consoles';
import type { ConsoleInfo } from '../../../server/sessions/live-consoles';
import { Presence } from '../../../server/sessions/presence';
import { SessionService } from '../../../server/sessions/session-service';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, root, START, type Services } from '../../support/services';

const pipe = {
  traffic: { toHost: 7, fromHost: 9 },
  heard: 0,
  active: false,
  ping: () => true,
  hostIsFull: false,
  releaseHeld: () => undefined,
  end: () => undefined,
  cut: () => undefined,
};
const info = (id: string): ConsoleInfo => ({
  ...{
    id,
    hostId: 'web',
    hostName: 'Web',
    userId: 'u1',
    userName: 'one',
    shownName: 'The One',
    address: '198.51.100.4',
    access: 'control',
  },
  ...{
    startedAt: START + id.length,
    maxViewers: null,
    exclusive: false,
    attemptId: null,
    via: { kind: 'login', id: 'l1', expiresAt: null },
  },
});

describe.each(databases)('ending consoles on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let consoles: LiveConsoles;
  let service: SessionService;

  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    consoles = new LiveConsoles({ maxConsoles: 9, maxConsolesPerUser: 9, heartbeatMs: 1000, idleMs: null }, () => undefined);
    const { sessions, changes, audit, clock } = services;
    service = new SessionService({
      consoles,
      sessions,
      changes,
      audit,
      presence: new Presence({ consoles, sessions, node: 'here', shared: true }),
      elsewhere: null,
      node: 'here',
      now: clock.now,
      attempts: null as never,
      banners: null as never,
    });
  });
  afterEach(() => test.remove());

  async function open(id: string, node = 'here'): Promise<void> {
    await services.sessions.open({ ...info(id), target: 'vnc://web', node });
    if (node !== 'here') return;
    const place = consoles.reserve(info(id), 0);
    if (!(place instanceof LiveConsole)) throw new Error(place.code);
    place.opened(pipe, 'vnc://web', 0);
  }

  it('announces who did it and the message, and records both, in one', async () => {
    await open('a');
    await service.end('a', root, { by: 'The Root', message: 'Maintenance “now”' });
    expect(await services.changesSince()).toEqual([
      { kind: 'session', subject: 'a', reason: JSON.stringify({ by: 'The Root', message: 'Maintenance “now”' }) },
    ]);
    expect(await services.audited('session.end')).toMatchObject([
      { actorName: 'root', address: root.address, hostId: 'web', sessionId: 'a', detail: { user: 'one', message: 'Maintenance “now”' } },
    ]);
  });

  it('says by whom, and nothing more, without a message', async () => {
    await open('a');
    await service.end('a', root);
    expect(await services.changesSince()).toMatchObject([{ reason: JSON.stringify({ by: 'root', message: '' }) }]);
    expect((await services.audited('session.end'))[0]?.detail).toEqual({ user: 'one' });
  });

  it('lists those of every process, the traffic of this one only', async () => {
    await open('there', 'other');
    await open('a');
    const list = await service.list();
    expect(list).toMatchObject([
      { id: 'a', shownName: 'The One', bytesToHost: 7, bytesFromHost: 9 },
      { id: 'there', shownName: 'one', bytesToHost: null, bytesFromHost: null },
    ]);
  });

  it('reaches one of another process, which is then no longer listed even if that process is gone', async () => {
    await open('there', 'other');
    await service.end('there', root);
    expect(await services.changesSince()).toMatchObject([{ kind: 'session', subject: 'there' }]);
    expect(await service.list()).toEqual([]);
    expect(await services.sessions.lastEnded(['web'])).toMatchObject(new Map([['web', { code: 4002 }]]));
  });

  it('knows none that has ended, and then neither announces nor records anything', async () => {
    await open('a');
    consoles.release(consoles.inControl('web')!);
    for (const id of ['a', 'unknown']) await expect(service.end(id, root)).rejects.toMatchObject({ code: 'session_not_found' });
    expect(await services.changesSince()).toEqual([]);
    expect(await services.audited('session.end')).toEqual([]);
  });
});
