import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isPortalError, PortalError } from '@/server/contract/errors';
import { answerCalls, Caller } from '@/server/http/pages-thread/calls';

class Desk {
  readonly seen: string[] = [];

  add(one: number, other: number): Promise<number> {
    return Promise.resolve(one + other);
  }
  refuse(): Promise<never> {
    return Promise.reject(new PortalError('host_not_found'));
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async strange(): Promise<unknown> {
    return () => 'a function';
  }
  isOpen(): boolean {
    throw new Error('asked there');
  }
  async *count(to: number): AsyncGenerator<number> {
    this.seen.push('begun');
    try {
      for (let number = 1; number <= to; number++) {
        this.seen.push(`made ${number}`);
        yield await Promise.resolve(number);
      }
      throw new PortalError('busy');
    } finally {
      this.seen.push('over');
    }
  }
}

let port: MessagePort;
let caller: Caller;
let service: Desk;
let desk: Desk;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  port = port1;
  service = new Desk();
  answerCalls(port1, { desk: service });
  caller = new Caller(port2);
  desk = caller.service<Desk>('desk', ['count'], { isOpen: () => true });
});
afterEach(() => port.close());

it('a call is answered, each by its own answer', async () => {
  expect(await Promise.all([desk.add(1, 2), desk.add(3, 4)])).toEqual([3, 7]);
});

it('what is thrown there is thrown here', async () => {
  const error: unknown = await desk.refuse().catch((thrown: unknown) => thrown);
  expect(isPortalError(error) && error.code).toBe('host_not_found');
});

it('what can be decided here is', () => {
  expect(desk.isOpen()).toBe(true);
});

it('a service may be awaited: it is no promise', async () => {
  expect(await Promise.resolve(desk)).toBe(desk);
});

it.each([
  ['desk', 'nothing'],
  ['desk', 'seen'],
  ['safe', 'add'],
  ['constructor', 'keys'],
])('%s.%s cannot be called', async (name, method) => {
  const called = caller.service<Record<string, () => Promise<unknown>>>(name);
  await expect(called[method]!()).rejects.toThrow('no such call');
});

it('what can’t be copied fails, there and here, and the next call is answered', async () => {
  await expect(desk.strange()).rejects.toThrow('could not be cloned');
  await expect(desk.add(1, (() => 2) as never)).rejects.toThrow('could not be cloned');
  expect(await desk.add(2, 2)).toBe(4);
});

it('a generator makes a piece when it is asked for one', async () => {
  const pieces = desk.count(3);
  expect(service.seen).toEqual([]);
  expect(await pieces.next()).toEqual({ done: false, value: 1 });
  await turn();
  expect(service.seen).toEqual(['begun', 'made 1']);
  expect([await pieces.next(), await pieces.next()]).toEqual([2, 3].map((value) => ({ done: false, value })));
  const error: unknown = await pieces.next().catch((thrown: unknown) => thrown);
  expect(isPortalError(error) && error.code).toBe('busy');
  expect(await pieces.next()).toEqual({ done: true, value: undefined });
});

it('two generators at once keep apart', async () => {
  const [one, other] = [desk.count(2), desk.count(2)];
  const first = { done: false, value: 1 };
  expect(await Promise.all([one.next(), other.next()])).toEqual([first, first]);
  expect(await one.next()).toEqual({ done: false, value: 2 });
});

it('a generator that nobody wants more of is ended there', async () => {
  for await (const number of desk.count(1000)) if (number === 2) break;
  expect(service.seen).toEqual(['begun', 'made 1', 'made 2', 'over']);
});
