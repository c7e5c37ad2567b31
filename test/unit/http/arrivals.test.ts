import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Arrivals } from '@/server/http/arrivals';

class Client extends EventEmitter {
  destroyed = false;
  constructor(
    readonly remoteAddress: string,
    readonly remotePort: number,
  ) {
    super();
  }
  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('a connection that does not say within ten seconds what it wants is cut, whatever bytes it sends', () => {
  const arrivals = new Arrivals();
  const [silent, quick] = [new Client('192.0.2.1', 1), new Client('192.0.2.1', 2)];
  for (const client of [silent, quick]) arrivals.begin(client);
  vi.advanceTimersByTime(9000);
  arrivals.end(quick);
  vi.advanceTimersByTime(1000);
  expect([silent.destroyed, quick.destroyed, arrivals.size]).toEqual([true, false, 0]);
});

it('a flood of half connections loses its own oldest, and nobody else one', () => {
  const arrivals = new Arrivals(10);
  const [person, neighbour] = [new Client('192.0.2.7', 1), new Client('2001:db8::7', 1)];
  const flood = Array.from({ length: 50 }, (_, index) => new Client(`2001:db8:0:1::${index + 1}`, 1000 + index));
  for (const client of [person, ...flood, neighbour]) arrivals.begin(client);
  expect([person.destroyed, neighbour.destroyed, arrivals.size]).toEqual([false, false, 10]);
  expect(flood.filter(({ destroyed }) => !destroyed)).toEqual(flood.slice(-8));
});

it('what has left or was cut is not counted', () => {
  const arrivals = new Arrivals();
  const clients = [1, 2, 3].map((port) => new Client('192.0.2.1', port));
  for (const client of clients) arrivals.begin(client);
  clients[0]!.emit('close');
  expect(arrivals.size).toBe(2);
  arrivals.close();
  expect([arrivals.size, clients[1]!.destroyed, clients[2]!.destroyed]).toEqual([0, true, true]);
});
