import { describe, expect, it, vi } from 'vitest';
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
  hostIsFull = false;
  takesPings = true;
  pings = 0;
  ended: CloseReason | null = null;
  isCut = false;
  ping() {
    if (this.takesPings) this.pings += 1;
    return this.takesPings;
  }
  releaseHeld() {}
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
    return { sockets, console, tick: (now: number, wall = now) => console.tick(now, wall, 1000, 10_000) };
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
    tick(2999);
    expect(sockets.isCut).toBe(false);
    tick(3000);
    expect(sockets.isCut).toBe(true);
  });

  it('counts only pings that were sent: neither the time in which this process did not run nor a ping that found no room', () => {
    const { sockets, tick } = opened();
    tick(1000);
    // Ticks did not come for a while; the browser's pong waits in the kernel, behind this one.
    tick(8000);
    expect(sockets.isCut).toBe(false);
    sockets.traffic.toHost += 6;
    sockets.active = true;
    tick(8250);
    sockets.takesPings = false;
    for (let now = 9000; now < 16_000; now += 1000) tick(now);
    expect(sockets.isCut).toBe(false);
    sockets.takesPings = true;
    for (const now of [16_000, 17_000, 18_000]) tick(now);
    expect(sockets.isCut).toBe(true);
  });

  it.each([
    ['an hour forward', 3_600_000],
    ['an hour back', -3_600_000],
  ])('takes a step of the wall clock by %s neither for silence nor for idleness', (_step, by) => {
    const { sockets, tick } = opened();
    tick(500, 1_000_000);
    for (let now = 1000; now <= 4000; now += 500) {
      sockets.traffic.toHost += 6;
      tick(now, 1_000_000 + by + now);
    }
    expect([sockets.isCut, sockets.ended, sockets.pings]).toEqual([false, null, 4]);
    for (let now = 5000; now <= 8000; now += 500) tick(now, 1_000_000 + by + now);
    expect(sockets.isCut).toBe(true);
  });

  it('ends a session with the truth whose browser is not heard because its host takes nothing', () => {
    const { sockets, tick } = opened();
    sockets.hostIsFull = true;
    for (const now of [1000, 2000, 3000]) tick(now);
    expect(sockets.isCut).toBe(false);
    expect(sockets.ended).toMatchObject({ code: 1011, text: 'host takes no input' });
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

describe('a pause of this process', () => {
  it('is neither silence nor idleness of anybody', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let now = 0;
      const consoles = new LiveConsoles({ ...options, now: () => now, random: () => 0 }, () => undefined);
      const sockets = new Sockets();
      consoles.opened(reserve(consoles), sockets, 'ws://h:1/');
      const tick = (ms: number) => {
        now += ms;
        vi.advanceTimersByTime(250);
      };
      for (let count = 0; count < 4; count++) tick(3_600_000);
      expect([sockets.ended, sockets.isCut]).toEqual([null, true]);
      const answering = new Sockets();
      consoles.opened(reserve(consoles), answering, 'ws://h:1/');
      for (let count = 0; count < 9; count++) {
        tick(3_600_000);
        answering.traffic.toHost += 6;
      }
      expect([answering.ended, answering.isCut]).toEqual([null, false]);
      for (const session of consoles.all()) consoles.release(session);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('sessions that open together', () => {
  it('are not pinged together', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let now = 0;
      let draws = 0;
      const many = { ...options, maxConsoles: 100, maxConsolesPerUser: 100, now: () => now, random: () => (draws++ % 100) / 100 };
      const consoles = new LiveConsoles(many, () => undefined);
      const all = Array.from({ length: 100 }, () => {
        const sockets = new Sockets();
        consoles.opened(reserve(consoles), sockets, 'ws://h:1/');
        return sockets;
      });
      const bursts = Array.from({ length: 4 }, () => {
        const before = all.reduce((sum, { pings }) => sum + pings, 0);
        now += 250;
        vi.advanceTimersByTime(250);
        return all.reduce((sum, { pings }) => sum + pings, 0) - before;
      });
      expect(bursts).toEqual([25, 25, 25, 25]);
      for (const session of consoles.all()) consoles.release(session);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a change of one host', () => {
  it('looks only at the sessions on it', () => {
    const consoles = new LiveConsoles(options, () => undefined);
    let looked = 0;
    const watched = new Proxy(info(), {
      get: (target, name) => {
        looked += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const session = consoles.reserve(watched, 0);
    looked = 0;
    for (let host = 0; host < 1000; host++) consoles.apply(change('host', `host-${host}`));
    for (const kind of ['user', 'login', 'token', 'session'] as const) consoles.apply(change(kind, 'another'));
    expect(looked).toBe(0);
    expect((session as LiveConsole).endedBy).toBeNull();
    consoles.apply(change('host', 'web'));
    expect((session as LiveConsole).endedBy?.code).toBe(4004);
  });

  it('before a step of the wall clock does not refuse who opens the host after it', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const consoles = new LiveConsoles(options, () => undefined);
      consoles.apply(change('host', 'web'));
      vi.setSystemTime(Date.now() - 3_600_000);
      const since = consoles.now();
      expect(reserve(consoles, {}, since + 1).endedBy).toBeNull();
    } finally {
      vi.useRealTimers();
    }
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
