import { beforeEach, expect, it } from 'vitest';
import { FairQueue, type Leave } from '@/server/http/fair-queue';

const limits = { underWay: 4, strangersUnderWay: 2, underWayOfKnown: 3, underWayOfNetwork: 1, waiting: 10, waitMs: 1000 };

let now: number;
let queue: FairQueue;
let started: string[];
let refused: string[];
let leave: Map<string, Leave>;

beforeEach(() => {
  now = 0;
  queue = new FairQueue(limits, () => now);
  [started, refused] = [[], []];
  leave = new Map();
});

/** `anna1`: the first request of anna, who is known; names in capitals are strangers'. */
function enter(name: string): void {
  const key = name.replace(/\d+$/, '');
  const known = key !== key.toUpperCase();
  leave.set(
    name,
    queue.enter(
      { key, known },
      () => started.push(name),
      () => refused.push(name),
    ),
  );
}
const enterAll = (...names: string[]) => names.forEach(enter);
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function over(name: string): Promise<string[]> {
  const before = started.length;
  leave.get(name)!();
  await turn();
  return started.slice(before);
}

it('starts what there is room for, and no more of one network than may be under way', async () => {
  enterAll('EVE1', 'EVE2', 'EVE3', 'MAX1', 'IDA1', 'anna1', 'anna2', 'bert1');
  await turn();
  expect(started).toEqual(['EVE1', 'MAX1', 'anna1', 'anna2']);
  expect(queue.waiting).toBe(4);
  expect(refused).toEqual([]);
});

it('starts those next who are known, each in turn, however many of one wait', async () => {
  enterAll('anna1', 'anna2', 'anna3', 'anna4', 'anna5', 'EVE1', 'bert1', 'carl1');
  await turn();
  expect(started).toEqual(['anna1', 'anna2', 'anna3', 'EVE1']);
  expect(await over('anna1')).toEqual(['anna4']);
  expect(await over('anna2')).toEqual(['bert1']);
  expect(await over('anna3')).toEqual(['carl1']);
  expect(await over('anna4')).toEqual(['anna5']);
});

it('keeps one turn in four for strangers, so that people can sign in', async () => {
  enterAll('anna1', 'bert1', 'carl1', 'EVE1');
  enterAll('anna2', 'bert2', 'carl2', 'dora2', 'MAX1');
  await turn();
  const next = [await over('anna1'), await over('bert1'), await over('carl1'), await over('anna2')];
  expect(next.flat()).toEqual(['anna2', 'bert2', 'carl2', 'MAX1']);
});

it('refuses the latest of whoever has the most that wait, strangers first, and nobody else', async () => {
  enterAll('EVE0', ...Array.from({ length: 10 }, (_, index) => `EVE${index + 1}`));
  expect(refused).toEqual([]);
  enter('EVE11');
  expect(refused).toEqual(['EVE11']);
  enterAll('anna1', 'anna2', 'anna3', 'anna4', 'MAX1', 'IDA1');
  expect(refused).toEqual(['EVE11', 'EVE10', 'EVE9', 'EVE8']);
  await turn();
  expect(started).toEqual(['EVE0', 'anna1', 'anna2', 'anna3']);
  expect(queue.waiting).toBe(10);
});

it('forgets a request whose client has left, and gives its place to the next one', async () => {
  enterAll('EVE1', 'EVE2', 'EVE3');
  await turn();
  leave.get('EVE2')!();
  expect(queue.waiting).toBe(1);
  expect(await over('EVE1')).toEqual(['EVE3']);
  // Once more changes nothing.
  leave.get('EVE1')!();
  leave.get('EVE3')!();
  expect(queue.waiting).toBe(0);
});

it('refuses what has waited too long', async () => {
  enterAll('EVE1', 'EVE2');
  now = 600;
  enter('EVE3');
  now = 1100;
  queue.refuseLate();
  expect(refused).toEqual(['EVE2']);
  await turn();
  expect(await over('EVE1')).toEqual(['EVE3']);
});
