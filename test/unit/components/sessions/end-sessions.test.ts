import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endSessions } from '@/components/sessions/end-sessions';

const error = (status: number, code: string) => new Response(JSON.stringify({ error: { code, message: 'So it is.' } }), { status });

beforeEach(() => vi.stubGlobal('document', { documentElement: { dataset: { basePath: '/sub' } } }));
afterEach(() => vi.unstubAllGlobals());

/** What is answered for the console of each id; 204 where nothing is said. */
function answers(given: Record<string, () => Response> = {}) {
  const calls: string[] = [];
  vi.stubGlobal('fetch', (address: string, { method, body }: RequestInit) => {
    calls.push(`${method} ${address} ${body as string}`);
    return Promise.resolve(given[address.split('/').at(-2)!]?.() ?? new Response(null, { status: 204 }));
  });
  return calls;
}

it('ends each console, with the message in the body and not in the address', async () => {
  const calls = answers();
  expect(await endSessions([{ id: 'a' }, { id: 'b' }], 'Maintenance')).toBe(2);
  expect(calls).toEqual(['a', 'b'].map((id) => `POST /sub/api/v1/sessions/${id}/end {"message":"Maintenance"}`));
});

it('does not mind one that has ended by itself', async () => {
  answers({ a: () => error(404, 'session_not_found') });
  expect(await endSessions([{ id: 'a' }, { id: 'b' }], '')).toBe(1);
});

it('tries all of them before it tells that one failed', async () => {
  const calls = answers({ a: () => error(500, 'internal') });
  await expect(endSessions([{ id: 'a' }, { id: 'b' }], '')).rejects.toMatchObject({ code: 'internal' });
  expect(calls).toHaveLength(2);
});
