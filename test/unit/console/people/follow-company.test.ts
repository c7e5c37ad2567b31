import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asker, firstAsker, followCompany, keyOf, type Other } from '@/components/console/people/follow-company';

const ID = 'a'.repeat(22);
const ann: Asker = { userName: 'Ann', at: 1 };
const bob: Asker = { userName: 'Bob', at: 2 };
const annAgain: Asker = { userName: 'Ann', at: 3 };

describe('who is named', () => {
  it('is who waits longest and was not told "not now"', () => {
    expect(firstAsker([ann, bob], new Set())).toBe(ann);
    expect(firstAsker([ann, bob], new Set([keyOf(ann)]))).toBe(bob);
    expect(firstAsker([ann, bob], new Set([keyOf(ann), keyOf(bob)]))).toBeNull();
  });

  it('is named again after asking again', () => {
    expect(firstAsker([annAgain], new Set([keyOf(ann)]))).toBe(annAgain);
  });
});

describe('following who asks, who is there and what is said', () => {
  const page = { visibilityState: 'visible', documentElement: { dataset: {} } };
  const seen = new Set<() => void>();

  beforeEach(() => {
    seen.clear();
    page.visibilityState = 'visible';
    vi.stubGlobal('document', {
      get visibilityState() {
        return page.visibilityState;
      },
      documentElement: page.documentElement,
      addEventListener: (_: string, listener: () => void) => seen.add(listener),
      removeEventListener: (_: string, listener: () => void) => seen.delete(listener),
    });
    vi.stubGlobal('navigator', { onLine: true });
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const answer = (change: object) =>
    new Response(
      JSON.stringify({
        ...{ id: ID, state: 'open', needs: [], code: '', message: '', next: '', at: 1, asked: [], others: [], banner: '', heard: 0 },
        ...change,
      }),
    );
  const asks = (...asked: Asker[]) => answer({ asked });

  /** Follows a portal that answers so, in turn; the last answer stays. */
  function follow(...given: (Response | Error)[]) {
    const fetched = vi.fn<typeof fetch>(() => {
      const answer = given.length > 1 ? given.shift()! : given[0]!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer.clone());
    });
    vi.stubGlobal('fetch', fetched);
    const told: string[][] = [];
    const stop = followCompany(ID, ({ asked, others, banner }) =>
      told.push([
        ...asked.map(({ userName }) => userName),
        ...others.map(({ userName }) => `with ${userName}`),
        ...(banner ? [banner] : []),
      ]),
    );
    return { fetched, told, stop };
  }

  it('looks soon, then every five seconds, and tells what is new', async () => {
    const { fetched, told } = follow(asks(), asks(ann), asks(ann), asks(ann, bob), asks(bob, annAgain));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(told).toEqual([[], ['Ann'], ['Ann', 'Bob'], ['Bob', 'Ann']]);
  });

  it('tells others and the message of the host with the same question', async () => {
    const cy: Other = { userName: 'Cy', own: false, access: 'view', since: 3 };
    const { fetched, told } = follow(answer({ others: [cy] }), answer({ others: [cy], banner: 'Careful.' }), answer({ asked: [ann] }));
    await vi.advanceTimersByTimeAsync(14_000);
    expect(told).toEqual([['with Cy'], ['with Cy', 'Careful.'], ['Ann']]);
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it('does not take a console that is over for one where nobody is', async () => {
    const { told } = follow(asks(ann), answer({ state: 'ended' }));
    await vi.advanceTimersByTimeAsync(12_000);
    expect(told).toEqual([['Ann']]);
  });

  it('does not mind a question that fails', async () => {
    const { told } = follow(new TypeError('Failed to fetch'), new Response('<html>', { status: 502 }), asks(ann));
    await vi.advanceTimersByTimeAsync(16_000);
    expect(told).toEqual([['Ann']]);
  });

  it('asks nothing while nobody looks at the page, and at once when somebody does', async () => {
    const { fetched } = follow(asks());
    page.visibilityState = 'hidden';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetched).toHaveBeenCalledTimes(0);
    page.visibilityState = 'visible';
    for (const listener of seen) listener();
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('ends when it is told to, also with a question on its way', async () => {
    const { fetched, told, stop } = follow(asks(ann));
    await vi.advanceTimersByTimeAsync(299);
    vi.advanceTimersByTime(1);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([told, fetched.mock.calls.length]).toEqual([[], 1]);
  });
});
