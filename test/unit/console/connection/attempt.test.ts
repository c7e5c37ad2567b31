import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { diagnose } from '@/components/console/connection/attempt';
import { consoleUrl, newId } from '@/components/console/connection/attempt-id';
import { failure } from '@/components/console/connection/failures';
import { attemptIdSchema } from '@/server/contract/session';

const never = new AbortController().signal;
const attempt = (state: string, code = '') => ({
  id: 'a'.repeat(22),
  state,
  needs: [],
  code,
  message: code && 'It is so.',
  next: code && 'Do this.',
  at: 1,
  asked: [],
  others: [],
  banner: '',
  heard: 0,
});
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const error = (status: number, code: string) => json(status, { error: { code, message: 'So it is.' } });

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: { basePath: '/sub' } } });
  vi.stubGlobal('navigator', { onLine: true });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function answers(...given: (Response | Error)[]) {
  const fetched = vi.fn(() => {
    const answer = given.length > 1 ? given.shift()! : given[0]!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer.clone());
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
const ask = async (assumed = failure('unknown')) => {
  const answer = diagnose('a'.repeat(22), assumed, never);
  await vi.runAllTimersAsync();
  return answer;
};

it('makes ids that the portal takes and nobody guesses', () => {
  const ids = new Set(Array.from({ length: 200 }, newId));
  expect(ids.size).toBe(200);
  for (const id of ids) {
    expect(id).toHaveLength(22);
    expect(attemptIdSchema.safeParse(id).success).toBe(true);
  }
});

it.each([
  ['http:', '', 'ws://portal:3000/vnc/web-01?attempt=ID&page=PAGE'],
  ['https:', '/sub', 'wss://portal:3000/sub/vnc/web-01?attempt=ID&page=PAGE'],
])('opens consoles of %s pages below %j at %s', (protocol, basePath, url) => {
  expect(consoleUrl({ hostId: 'web-01', attempt: 'ID', page: 'PAGE', watching: false }, { protocol, host: 'portal:3000', basePath })).toBe(
    url,
  );
});

it('asks the portal to let no input through for whoever watches', () => {
  const url = consoleUrl(
    { hostId: 'web-01', attempt: 'ID', page: 'PAGE', watching: true },
    { protocol: 'http:', host: 'portal', basePath: '' },
  );
  expect(url).toBe('ws://portal/vnc/web-01?attempt=ID&page=PAGE&view=1');
});

describe('asking the portal why', () => {
  it("gives the portal's own words", async () => {
    const fetched = answers(json(200, attempt('refused', 'host_unreachable')));
    expect(await ask()).toMatchObject({ code: 'host_unreachable', message: 'It is so.', next: 'Do this.', retry: true });
    expect(fetched).toHaveBeenCalledWith(`/sub/api/v1/attempts/${'a'.repeat(22)}`, expect.anything());
  });

  it('knows who has the host, and when it can be tried again', async () => {
    const holder = { userName: 'ann', since: 5 };
    answers(json(200, { ...attempt('refused', 'host_in_use'), holder, until: 7 }));
    expect(await ask()).toMatchObject({ holder, until: 7 });
  });

  it('waits for a portal that has not written it down yet', async () => {
    answers(json(200, attempt('connecting')), json(200, attempt('refused', 'tls_failed')));
    expect(await ask()).toMatchObject({ code: 'tls_failed', retry: false });
  });

  it('blames a proxy when the upgrade never arrived, and tells that nothing is tried again', async () => {
    answers(error(404, 'attempt_not_found'));
    expect(await ask()).toMatchObject({ code: 'upgrade_blocked', retry: false });
  });

  it('blames a proxy when the portal opened the console and the browser did not notice', async () => {
    answers(json(200, attempt('open')));
    expect(await ask()).toMatchObject({ code: 'answer_lost' });
  });

  it('keeps to the close code when a restarted portal has forgotten the console', async () => {
    answers(error(404, 'attempt_not_found'));
    expect(await ask(failure('host_closed'))).toMatchObject({ code: 'host_closed' });
  });

  it.each([
    ['whoever was signed out', error(401, 'not_signed_in'), 'signed_out'],
    ['a portal that is away', new TypeError('Failed to fetch'), 'ended_by_administrator'],
    ['a portal that has restarted', error(404, 'attempt_not_found'), 'ended_by_administrator'],
    ['a portal that has nothing to add', json(200, attempt('ended')), 'signed_out'],
  ])('keeps to an end that the portal wanted, for %s, and asks once', async (_, answer, code) => {
    const fetched = answers(answer);
    expect(await ask(failure(code))).toMatchObject({ code, message: '', retry: false });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('tells which right was taken away, as soon as the portal has written it down', async () => {
    answers(json(200, attempt('open')), json(200, attempt('ended', 'access_revoked')));
    expect(await ask(failure('signed_out'))).toMatchObject({
      code: 'access_revoked',
      message: 'It is so.',
      next: 'Do this.',
      retry: false,
    });
  });

  it.each([
    [error(401, 'not_signed_in'), 'not_signed_in', false],
    [error(503, 'unavailable'), 'unavailable', true],
    [new Response('<h1>502 Bad Gateway</h1>', { status: 502 }), 'portal_unreachable', true],
    [new TypeError('Failed to fetch'), 'portal_unreachable', true],
    [json(200, { something: 'else' }), 'unknown', false],
  ])('understands answer %#', async (answer, code, retry) => {
    answers(answer);
    expect(await ask()).toMatchObject({ code, retry });
  });

  it('tells a device without a network from a portal that is away', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    answers(new TypeError('Failed to fetch'));
    expect(await ask()).toMatchObject({ code: 'offline', retry: true });
  });
});
