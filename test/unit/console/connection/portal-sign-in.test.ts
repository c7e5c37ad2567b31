import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttemptEvent } from '@/components/console/connection/console-state';
import { answerPortal, watchSignIn } from '@/components/console/connection/portal-sign-in';

const ID = 'a'.repeat(22);
const attempt = (state: string, needs: string[] = [], optional: string[] = []) =>
  new Response(
    JSON.stringify({ id: ID, state, needs, optional, code: '', message: '', next: '', at: 1, asked: [], others: [], banner: '', heard: 0 }),
  );
const error = (status: number, code: string) => new Response(JSON.stringify({ error: { code, message: 'So it is.' } }), { status });

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
  const fetched = vi.fn<typeof fetch>(() => {
    const answer = given.length > 1 ? given.shift()! : given[0]!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer.clone());
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('following the sign-in of the portal', () => {
  const follow = () => {
    const events: AttemptEvent[] = [];
    const controller = new AbortController();
    const over = watchSignIn(ID, controller.signal, (event) => events.push(event));
    return { events, controller, over };
  };

  it('tells what the host wants to know, and then asks no more', async () => {
    const fetched = answers(attempt('connecting'), attempt('asking', ['username', 'password']));
    const { events, over } = follow();
    await vi.advanceTimersByTimeAsync(5_000);
    await over;
    expect(events).toEqual([{ type: 'portal-signs-in' }, { type: 'portal-asks', types: ['username', 'password'] }]);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('tells what may be left out', async () => {
    answers(attempt('asking', ['username', 'password'], ['username']));
    const { events } = follow();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(events).toEqual([{ type: 'portal-asks', types: ['username', 'password'], optional: ['username'] }]);
  });

  it('does not mind a question that fails', async () => {
    answers(new TypeError('Failed to fetch'), error(503, 'unavailable'), attempt('asking', ['password']));
    const { events } = follow();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(events).toEqual([{ type: 'portal-asks', types: ['password'] }]);
  });

  it.each(['open', 'ended', 'refused'])('is over when the attempt is %s', async (state) => {
    const fetched = answers(attempt(state));
    const { events, over } = follow();
    await vi.advanceTimersByTimeAsync(5_000);
    await over;
    expect([events, fetched.mock.calls.length]).toEqual([[], 1]);
  });
});

describe('the answer to the portal', () => {
  const answer = () => answerPortal(ID, { username: 'ann', password: 'secret', target: 'not for it' }, new AbortController().signal);

  it('has what was typed, and nothing else', async () => {
    const fetched = answers(new Response(null, { status: 204 }));
    expect(await answer()).toBeNull();
    const [url, options] = fetched.mock.calls[0]!;
    expect(url).toBe(`/sub/api/v1/attempts/${ID}/credentials`);
    expect(options).toMatchObject({ method: 'PUT', body: '{"username":"ann","password":"secret"}' });
  });

  it.each([
    [error(404, 'attempt_not_found'), 'attempt_not_found', false],
    [error(401, 'not_signed_in'), 'not_signed_in', false],
    [error(503, 'unavailable'), 'unavailable', true],
    [new TypeError('Failed to fetch'), 'portal_unreachable', true],
  ])('that does not arrive says why: %#', async (given, code, retry) => {
    answers(given);
    expect(await answer()).toMatchObject({ code, retry });
  });
});
