import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askFor, endHolder, findHolder, followHolder } from '@/components/console/people/in-use';

const session = (id: string, change: { hostId?: string; access?: 'view' | 'control' } = {}) => ({
  id,
  hostId: 'pc',
  hostName: 'PC',
  userId: 'u',
  userName: 'ann',
  shownName: 'Ann',
  address: '::1',
  access: 'control',
  target: 'vnc://pc',
  startedAt: 1,
  bytesToHost: 0,
  bytesFromHost: 0,
  node: 'one',
  ...change,
});
const sessions =
  (...items: ReturnType<typeof session>[]) =>
  () =>
    new Response(JSON.stringify({ items }));
const done = () => new Response(null, { status: 204 });
const error = (status: number, code: string) => () => new Response(JSON.stringify({ error: { code, message: 'So it is.' } }), { status });

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: { basePath: '/sub' } } });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The last answer is given again and again. */
function answers(...given: (() => Response)[]) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', (address: string, { method }: RequestInit) => {
    calls.push(`${method} ${address}`);
    return Promise.resolve((given.length > 1 ? given.shift()! : given[0]!)());
  });
  return calls;
}

describe('who is on the host', () => {
  it('is whoever has its keyboard, not who watches or is elsewhere', async () => {
    answers(sessions(session('elsewhere', { hostId: 'other' }), session('watches', { access: 'view' }), session('holds')));
    expect((await findHolder('pc'))?.id).toBe('holds');
    answers(sessions(session('watches', { access: 'view' })));
    expect(await findHolder('pc')).toBeNull();
  });
});

describe('asking for the host', () => {
  it('tells that it was asked for', async () => {
    const calls = answers(done);
    expect(await askFor('pc')).toBe('asked');
    expect(calls).toEqual(['POST /sub/api/v1/hosts/pc/ask']);
  });

  it('tells that there was nobody', async () => {
    answers(error(404, 'session_not_found'));
    expect(await askFor('pc')).toBe('nobody');
  });

  it('fails when the host is not there for the asker', async () => {
    answers(error(404, 'host_not_found'));
    await expect(askFor('pc')).rejects.toMatchObject({ code: 'host_not_found' });
  });
});

describe('taking the host over', () => {
  it('ends the console that was named and comes back once its place is free', async () => {
    const calls = answers(done, sessions(session('holds')), sessions());
    const over = endHolder(session('holds'));
    await vi.advanceTimersByTimeAsync(1_000);
    await over;
    expect(calls).toEqual(['DELETE /sub/api/v1/sessions/holds', 'GET /sub/api/v1/sessions', 'GET /sub/api/v1/sessions']);
  });

  it('does not mind that it has ended already, and leaves alone who came since', async () => {
    const calls = answers(error(404, 'session_not_found'), sessions(session('came since')));
    await endHolder(session('holds'));
    expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /sub/api/v1/sessions/holds']);
  });

  it('does not wait for ever', async () => {
    answers(done, sessions(session('holds')));
    const over = endHolder(session('holds'));
    await vi.advanceTimersByTimeAsync(10_000);
    await over;
  });

  it('fails for who may not', async () => {
    answers(error(403, 'forbidden'));
    await expect(endHolder(session('holds'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('waiting for a host to be free', () => {
  const holds = (userName: string | null) => () =>
    new Response(JSON.stringify({ holder: userName === null ? null : { userName, since: 5 } }));
  beforeEach(() => {
    vi.stubGlobal('document', {
      documentElement: { dataset: { basePath: '/sub' } },
      visibilityState: 'visible',
      removeEventListener: () => undefined,
    });
  });
  const follow = () => {
    const told: (string | null)[] = [];
    const stop = followHolder('pc', (holder) => told.push(holder?.userName ?? null));
    return { told, stop };
  };

  it('asks every three seconds who has it, until nobody does and beyond', async () => {
    const calls = answers(holds('ann'), holds(null), holds('bob'));
    const { told, stop } = follow();
    await vi.advanceTimersByTimeAsync(9_500);
    stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(told).toEqual(['ann', null, 'bob']);
    expect(calls).toEqual(Array(3).fill('GET /sub/api/v1/hosts/pc/holder'));
  });

  it('goes on after a portal that was away, and ends with a host that is gone', async () => {
    const calls = answers(error(503, 'unavailable'), holds('ann'), error(404, 'host_not_found'));
    const { told } = follow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([told, calls.length]).toEqual([['ann'], 3]);
  });
});
