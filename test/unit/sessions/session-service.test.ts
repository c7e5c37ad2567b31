import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../server/contract/session';
import { endedBy } from '../../../server/gateway/end-notes';
import { HostBanners } from '../../../server/hosts/host-banners';
import { Attempts } from '../../../server/sessions/attempts';
import { LiveConsole, LiveConsoles, type ConsoleInfo } from '../../../server/sessions/live-consoles';
import { Presence } from '../../../server/sessions/presence';
import { SessionService } from '../../../server/sessions/session-service';

const pipe = {
  traffic: { toHost: 0, fromHost: 0 },
  heard: 0,
  active: false,
  ping: () => true,
  hostIsFull: false,
  releaseHeld: () => undefined,
  end: () => undefined,
  cut: () => undefined,
};

/** What the page of a console has nothing to do with. */
const unused = { sessions: null as never, changes: null as never, audit: null as never, elsewhere: null };

function start() {
  const consoles = new LiveConsoles({ maxConsoles: 200, maxConsolesPerUser: 200, heartbeatMs: 1000, idleMs: null }, () => undefined);
  const attempts = new Attempts();
  const read: string[] = [];
  const banners = new HostBanners((id) => {
    read.push(id);
    return Promise.resolve({ banner: `of ${id}` });
  });
  const presence = new Presence({ consoles, sessions: null as never, node: 'here', shared: false });
  const sessions = new SessionService({ consoles, attempts, presence, banners, node: 'here', ...unused });
  let serial = 0;
  const reserve = (over: Partial<ConsoleInfo> = {}): LiveConsole => {
    const id = `c${++serial}`;
    const place = consoles.reserve(
      {
        ...{ id, hostId: 'web', hostName: 'Web', userId: 'u1', userName: 'one', shownName: 'The One', address: '198.51.100.4' },
        ...{ access: 'control', startedAt: serial, maxViewers: null, exclusive: false, attemptId: null },
        via: { kind: 'login', id: 'l1', expiresAt: null },
        ...over,
      },
      0,
    );
    if (!(place instanceof LiveConsole)) throw new Error(place.code);
    return place;
  };
  const open = (over: Partial<ConsoleInfo> = {}): LiveConsole => {
    const console = reserve(over);
    console.opened(pipe, 'ws://h:1/', 0);
    if (over.attemptId) attempts.set(over.attemptId, console.info.userId, { state: 'open' });
    return console;
  };
  const names = ({ others }: Attempt): string[] => others.map(({ userName, own, access }) => `${userName}${own ? ' (own)' : ''} ${access}`);
  return { consoles, attempts, read, sessions, reserve, open, names };
}

const ID = 'aaaaaaaaaaaaaaaaaaaaaa';

describe('an attempt whose console is open', () => {
  it('names everybody else on the host, those in control first, and nobody on another', async () => {
    const { sessions, open, reserve } = start();
    open({ attemptId: ID });
    open({ userId: 'u2', shownName: 'Watcher', access: 'view' });
    open({ userId: 'u3', shownName: 'Worker' });
    open({ userId: 'u4', shownName: 'Elsewhere', hostId: 'db' });
    reserve({ userId: 'u5', shownName: 'Not there yet' });
    const attempt = await sessions.attempt(ID, 'u1');
    expect(attempt.others).toEqual([
      { userName: 'Worker', own: false, access: 'control', since: 3 },
      { userName: 'Watcher', own: false, access: 'view', since: 2 },
    ]);
  });

  it("names the same person's other windows too", async () => {
    const { sessions, open, names } = start();
    open({ attemptId: `${ID}2` });
    open({ attemptId: ID, access: 'view' });
    expect(names(await sessions.attempt(ID, 'u1'))).toEqual(['The One (own) control']);
    expect(names(await sessions.attempt(`${ID}2`, 'u1'))).toEqual(['The One (own) view']);
  });

  it('no longer names who has left, or is being sent away', async () => {
    const { consoles, sessions, open, names } = start();
    open({ attemptId: ID });
    const left = open({ userId: 'u2' });
    const ending = open({ userId: 'u3' });
    consoles.release(left);
    ending.end({ code: 4002, text: '' });
    expect(names(await sessions.attempt(ID, 'u1'))).toEqual([]);
  });

  it('names a hundred at most', async () => {
    const { sessions, open } = start();
    open({ attemptId: ID });
    for (let count = 0; count < 120; count++) open({ userId: 'u2' });
    expect((await sessions.attempt(ID, 'u1')).others).toHaveLength(100);
  });

  it("tells the host's banner, which is read once however often it is asked for", async () => {
    const { sessions, open, read } = start();
    open({ attemptId: ID });
    for (let time = 0; time < 3; time++) expect(await sessions.attempt(ID, 'u1')).toMatchObject({ banner: 'of web' });
    expect(read).toEqual(['web']);
  });
});

describe('an attempt whose console is being ended', () => {
  it('tells why before the sockets are closed, in the language of whoever asks', async () => {
    const { sessions, open } = start();
    open({ attemptId: ID }).end(endedBy(JSON.stringify({ by: 'Ann', message: 'Lunch' })));
    const told = { state: 'ended', code: 'ended_by_administrator', others: [], banner: '' };
    expect(await sessions.attempt(ID, 'u1', 'en')).toMatchObject({ ...told, message: 'Ann has ended this console and says: Lunch' });
    expect((await sessions.attempt(ID, 'u1', 'zh-CN')).message).toMatch(/Ann.*Lunch/);
    expect((await sessions.attempt(ID, 'u1', 'zh-CN')).message).toMatch(/\p{Script=Han}/u);
  });

  it('says nothing of an end that explains itself', async () => {
    const { sessions, open } = start();
    open({ attemptId: ID }).end({ code: 4003, text: 'idle' });
    expect(await sessions.attempt(ID, 'u1')).toMatchObject({ state: 'open', code: '' });
  });
});

describe('an attempt without an open console', () => {
  it('names nobody before it is open, and tells the banner of a host that it was let on to', async () => {
    const { attempts, sessions, reserve, open } = start();
    open({ userId: 'u2' });
    reserve({ attemptId: ID });
    attempts.set(ID, 'u1', { state: 'asking', needs: ['password'] });
    expect(await sessions.attempt(ID, 'u1')).toMatchObject({ state: 'asking', others: [], banner: 'of web' });
  });

  it('tells nothing of a host that it was refused', async () => {
    const { attempts, sessions, open } = start();
    open({ userId: 'u2' });
    attempts.set(ID, 'u1', { state: 'refused', code: 'host_not_found' });
    expect(await sessions.attempt(ID, 'u1')).toMatchObject({ state: 'refused', others: [], banner: '' });
  });

  it("is not told to anybody else, not even by the number of another one's console", async () => {
    const { sessions, open } = start();
    open({ attemptId: ID });
    await expect(sessions.attempt(ID, 'u2')).rejects.toMatchObject({ code: 'attempt_not_found' });
  });
});

describe('the holder of a host', () => {
  it('is who is in control of it, as others see them; watchers and other hosts do not count', async () => {
    const { sessions, open } = start();
    open({ access: 'view' });
    open({ hostId: 'db' });
    expect(await sessions.holder('web')).toBeNull();
    open({ userId: 'u2', shownName: 'Ann' });
    expect(await sessions.holder('web')).toEqual({ userName: 'Ann', since: 3 });
  });
});

describe('the host of an attempt', () => {
  it('is told while its console is open, to who made it', async () => {
    const { sessions, open, attempts } = start();
    open({ attemptId: ID });
    expect(await sessions.hostOf(ID, 'u1')).toBe('web');
    await expect(sessions.hostOf(ID, 'u2')).rejects.toMatchObject({ code: 'attempt_not_found' });
    attempts.set(ID, 'u1', { state: 'ended' });
    await expect(sessions.hostOf(ID, 'u1')).rejects.toMatchObject({ code: 'attempt_not_found' });
  });
});
