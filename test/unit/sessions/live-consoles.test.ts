import { describe, expect, it } from 'vitest';
import type { CloseReason } from '../../../server/gateway/close-codes';
import { LiveConsole, LiveConsoles, type ConsoleInfo } from '../../../server/sessions/live-consoles';

let serial = 0;
const info = (over: Partial<ConsoleInfo> = {}): ConsoleInfo => ({
  id: `c${++serial}`,
  hostId: 'web',
  hostName: 'web',
  userId: 'u1',
  userName: 'one',
  shownName: 'The One',
  address: '198.51.100.4',
  access: 'control',
  startedAt: 0,
  via: { kind: 'login', id: 'l1', expiresAt: null },
  maxViewers: null,
  exclusive: false,
  attemptId: null,
  ...over,
});

class Sockets {
  traffic = { toHost: 0, fromHost: 0 };
  active = false;
  get heard() {
    return this.traffic.toHost;
  }
  pings = 0;
  ended: CloseReason | null = null;
  isCut = false;
  ping() {
    this.pings += 1;
  }
  end(reason: CloseReason) {
    this.ended ??= reason;
  }
  cut() {
    this.isCut = true;
  }
}

const options = { maxConsoles: 3, maxConsolesPerUser: 2, heartbeatMs: 1000, idleMs: 10_000 };
const change = (kind: 'user' | 'login' | 'token' | 'host' | 'session' | 'banner', subject: string) => ({
  id: 1,
  at: 0,
  kind,
  subject,
  reason: '',
});
const reserve = (consoles: LiveConsoles, over: Partial<ConsoleInfo> = {}, since = 0) => {
  const console = consoles.reserve(info(over), since);
  if (!(console instanceof LiveConsole)) throw new Error(console.code);
  return console;
};

describe('limits', () => {
  it('hold for the portal, a person and a host, and are free again once a console is gone', () => {
    const consoles = new LiveConsoles(options, () => undefined);
    const first = reserve(consoles);
    reserve(consoles);
    expect(consoles.reserve(info(), 0)).toEqual({ code: 'too_many_consoles_user' });
    expect(consoles.reserve(info({ userId: 'u2', maxViewers: 2 }), 0)).toEqual({ code: 'too_many_consoles_host' });
    reserve(consoles, { userId: 'u2', maxViewers: 3 });
    expect(consoles.reserve(info({ userId: 'u3' }), 0)).toEqual({ code: 'too_many_consoles' });
    consoles.release(first);
    consoles.release(first);
    expect(consoles.countByHost('web')).toBe(2);
    expect(consoles.reserve(info({ userId: 'u3' }), 0)).toBeInstanceOf(LiveConsole);
  });
});

describe('an exclusive host', () => {
  it('takes one person in control, whom it names to the next, and any number who watch', () => {
    const consoles = new LiveConsoles({ ...options, maxConsoles: 9, maxConsolesPerUser: 9 }, () => undefined);
    const first = reserve(consoles, { exclusive: true });
    expect(consoles.reserve(info({ exclusive: true, userId: 'u2' }), 0)).toMatchObject({
      code: 'host_in_use',
      holder: { userName: 'one' },
    });
    reserve(consoles, { exclusive: true, userId: 'u2', access: 'view' });
    first.end({ code: 4002, text: '' });
    reserve(consoles, { exclusive: true, userId: 'u2' });
  });
});

describe('a change ends the consoles that lived by it, and leaves the others', () => {
  it.each([
    ['user', 'u1', 4001],
    ['login', 'l1', 4001],
    ['host', 'web', 4004],
    ['session', 'the-one', 4002],
  ] as const)('%s', (kind, subject, code) => {
    const consoles = new LiveConsoles(options, () => undefined);
    const sockets = new Sockets();
    const other = new Sockets();
    reserve(consoles, { id: 'the-one' }).opened(sockets, 'ws://h:1/', 0);
    reserve(consoles, { id: 'other', userId: 'u2', hostId: 'db', via: { kind: 'token', id: 'l1', expiresAt: null } }).opened(
      other,
      'ws://h:1/',
      0,
    );
    consoles.apply(change(kind, subject));
    expect(sockets.ended?.code).toBe(code);
    expect(other.ended).toBeNull();
  });

  it('a console that is still being dialled is aborted, and closed should it open all the same', () => {
    const consoles = new LiveConsoles(options, () => undefined);
    const console = reserve(consoles);
    consoles.apply(change('user', 'u1'));
    expect(console.aborted.signal.aborted).toBe(true);
    const sockets = new Sockets();
    console.opened(sockets, 'ws://h:1/', 0);
    expect(sockets.ended?.code).toBe(4001);
  });

  it('a change between reading the rights and taking a place is not missed', () => {
    let now = 100;
    const consoles = new LiveConsoles({ ...options, now: () => now }, () => undefined);
    consoles.apply(change('user', 'u1'));
    now = 200;
    expect(reserve(consoles, {}, 50).endedBy?.code).toBe(4001);
    expect(reserve(consoles, {}, 150).endedBy).toBeNull();
  });
});

describe('a tick', () => {
  const opened = (over: Partial<ConsoleInfo> = {}) => {
    const sockets = new Sockets();
    const console = new LiveConsole(info(over));
    console.opened(sockets, 'ws://h:1/', 0);
    return { sockets, console, tick: (now: number) => console.tick(now, 1000, 10_000) };
  };

  it('pings once a heartbeat', () => {
    const { sockets, tick } = opened();
    for (let now = 250; now <= 3000; now += 250) {
      sockets.traffic.toHost += 6;
      tick(now);
    }
    expect(sockets.pings).toBe(3);
  });

  it('cuts a browser that left two pings unanswered, and no other', () => {
    const { sockets, tick } = opened();
    tick(1000);
    tick(2000);
    tick(3000);
    expect(sockets.isCut).toBe(false);
    tick(3001);
    expect(sockets.isCut).toBe(true);
  });

  it('ends a console with 4003 when nobody did anything for the idle time, however much its viewer sends', () => {
    const { sockets, tick } = opened();
    for (let now = 0; now < 10_000; now += 500) {
      sockets.traffic.toHost += 10;
      tick(now);
    }
    sockets.active = true;
    sockets.traffic.toHost += 10;
    tick(9900);
    sockets.traffic.toHost += 10;
    tick(12_000);
    expect(sockets.ended).toBeNull();
    for (let now = 12_500; now <= 20_000; now += 500) {
      sockets.traffic.toHost += 10;
      tick(now);
    }
    expect(sockets.ended?.code).toBe(4003);
  });

  it('ends a console whose sign-in or token has expired', () => {
    const { sockets, tick } = opened({ via: { kind: 'token', id: 't', expiresAt: 500 } });
    tick(499);
    expect(sockets.ended).toBeNull();
    tick(500);
    expect(sockets.ended?.code).toBe(4001);
  });
});

describe('a page that opens its console anew', () => {
  const PAGE = { exclusive: true, maxViewers: 1, pageId: 'page' };
  const start = () => new LiveConsoles({ ...options, maxConsolesPerUser: 3 }, () => undefined);

  it('has the place of the one before, whose sockets the portal still believes to be open', () => {
    const consoles = start();
    const sockets = new Sockets();
    reserve(consoles, PAGE).opened(sockets, 'ws://h:1/', 0);
    expect(consoles.reserve(info(PAGE), 0)).toMatchObject({ code: 'too_many_consoles_host' });
    consoles.leaveTo('page', 'u1');
    expect([sockets.isCut, consoles.size]).toEqual([true, 0]);
    expect(reserve(consoles, PAGE).endedBy).toBeNull();
  });

  it('gives up a host that is still being dialled for the one before', () => {
    const consoles = start();
    const before = reserve(consoles, PAGE);
    consoles.leaveTo('page', 'u1');
    expect(before.aborted.signal.aborted).toBe(true);
  });

  it('leaves other pages, other people and other clients alone', () => {
    const consoles = start();
    const others = [reserve(consoles, { pageId: 'other' }), reserve(consoles, { pageId: 'page', userId: 'u2' }), reserve(consoles)];
    consoles.leaveTo('page', 'u1');
    expect(others.map(({ endedBy }) => endedBy)).toEqual([null, null, null]);
    expect(consoles.size).toBe(3);
  });
});
