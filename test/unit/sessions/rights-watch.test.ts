import { describe, expect, it } from 'vitest';
import type { Held } from '../../../server/access/access';
import { EVERYBODY } from '../../../server/access/everybody';
import { fullScope } from '../../../server/contract/token-scope';
import { LiveConsole, LiveConsoles, type ConsoleInfo } from '../../../server/sessions/live-consoles';
import { RightsWatch } from '../../../server/sessions/rights-watch';
import { silent } from '../../support/databases';
import { until } from '../../support/waiting';

type Rights = { access: 'view' | 'control' | null; until: number | null };
const limits = { maxConsoles: 20_000, maxConsolesPerUser: 20_000, heartbeatMs: 60_000, idleMs: null };

function start({ unknownMs = 100 } = {}) {
  let now = 1000;
  const asked: Held[][] = [];
  const state = { rights: ((): Rights => ({ access: 'control', until: null })) as (held: Held) => Rights, away: false };
  const reread = (held: readonly Held[]): Promise<Rights[]> => {
    asked.push([...held]);
    return state.away ? Promise.reject(new Error('away')) : Promise.resolve(held.map((one) => state.rights(one)));
  };
  const watch = new RightsWatch({ access: { reread }, log: silent, now: () => now, wallClock: () => now, unknownMs });
  const consoles = new LiveConsoles({ ...limits, now: () => now, wallClock: () => now }, (changed) => watch.look(changed));
  let serial = 0;
  const open = (over: Partial<ConsoleInfo> = {}): LiveConsole => {
    const id = `c${++serial}`;
    const place = consoles.reserve(
      {
        ...{ id, hostId: 'web', hostName: 'web', userId: 'u1', userName: 'one', shownName: 'One', address: '', access: 'control' },
        ...{ startedAt: now, via: { kind: 'login', id: 'l1', expiresAt: null, scope: fullScope }, maxViewers: null, exclusive: false },
        attemptId: null,
        ...over,
      },
      now,
    );
    if (!(place instanceof LiveConsole)) throw new Error(place.code);
    return place;
  };
  const tell = (subject: string) => consoles.apply({ id: 1, at: now, kind: 'access', subject, reason: '' });
  return { consoles, watch, asked, state, open, tell, pass: (ms: number) => (now += ms) };
}

describe('when rights change', () => {
  it('the consoles of that person are looked at, and those end that run with more than is left', async () => {
    const { state, asked, open, tell } = start();
    const [lost, lessened, watching, kept] = [
      open({ hostId: 'a' }),
      open({ hostId: 'b' }),
      open({ hostId: 'b', access: 'view' }),
      open({ hostId: 'c' }),
    ];
    const other = open({ userId: 'u2', hostId: 'a' });
    state.rights = ({ hostId }) => ({ access: hostId === 'a' ? null : hostId === 'b' ? 'view' : 'control', until: null });
    tell('u1');
    await until('the end', () => lessened.endedBy);
    expect(lost.endedBy).toMatchObject({ code: 4001, text: 'signed out', told: { code: 'access_revoked' } });
    expect([watching.endedBy, kept.endedBy, other.endedBy]).toEqual([null, null, null]);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.map(({ userId }) => userId)).toEqual(['u1', 'u1', 'u1', 'u1']);
  });

  it('of everybody, all are looked at: ten thousand consoles in a few turns', async () => {
    const { state, asked, open, tell } = start();
    const all = Array.from({ length: 10_000 }, (_, index) => open({ userId: `u${index}` }));
    state.rights = ({ userId }) => ({ access: userId === 'u9999' ? null : 'control', until: null });
    tell(EVERYBODY);
    await until('the end', () => all[9999]!.endedBy);
    expect(all.filter(({ endedBy }) => endedBy)).toHaveLength(1);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('between reading them and taking a place, the new console is looked at too', async () => {
    const { state, open, tell, consoles } = start();
    tell('u1');
    state.rights = () => ({ access: null, until: null });
    const late = open();
    await until('the end', () => late.endedBy);
    expect(consoles.inControl('web')).toBeUndefined();
  });

  it('while they are read, they are read once more', async () => {
    const { state, asked, open, tell } = start();
    const console = open();
    state.rights = () => {
      if (asked.length > 1) return { access: null, until: null };
      tell('u1');
      return { access: 'control', until: null };
    };
    tell('u1');
    await until('the end', () => console.endedBy);
    expect(asked).toHaveLength(2);
  });
});

describe('when the time of a console is over', () => {
  it('its rights are looked at, and it ends as one whose time is over, or runs on until the next time', async () => {
    const { state, open, pass } = start();
    const [over, on, never] = [open({ until: 2000 }), open({ until: 2000, hostId: 'on' }), open()];
    state.rights = ({ hostId }) => (hostId === 'on' ? { access: 'control', until: 9000 } : { access: null, until: null });
    pass(999);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(over.endedBy).toBeNull();
    pass(1);
    await until('the end', () => over.endedBy, 1000);
    expect(over.endedBy).toMatchObject({ code: 4001, told: { code: 'access_ended' } });
    expect([on.endedBy, on.until, never.endedBy]).toEqual([null, 9000, null]);
  });
});

describe('when rights cannot be read', () => {
  it('the consoles in question run on for a bounded time, and end unless they can be read again by then', async () => {
    const { state, open, tell, pass, watch, asked } = start();
    const [console, other] = [open(), open({ userId: 'u2' })];
    state.away = true;
    tell('u1');
    await until('a second try', () => asked.length >= 2);
    expect(console.endedBy).toBeNull();
    pass(100);
    await until('the end', () => console.endedBy);
    expect(console.endedBy?.told?.code).toBe('access_unknown');
    expect(other.endedBy).toBeNull();
    await watch.stop();
  });

  it('and can again, they are settled, and the watch goes on', async () => {
    const { state, open, tell, asked } = start();
    const console = open();
    state.away = true;
    tell('u1');
    await until('a try', () => asked.length >= 1);
    state.rights = () => ({ access: null, until: null });
    state.away = false;
    await until('the end', () => console.endedBy);
    expect(console.endedBy?.told?.code).toBe('access_revoked');
  });
});
