import { expect, it } from 'vitest';
import { TargetOrder } from '../../../server/gateway/target-order';

const host = (balance: 'failover' | 'round-robin', id = 'h') => ({ id, targets: ['ws://a:1/', 'ws://b:1/', 'ws://c:1/'], balance });

it('tries failover targets as registered, always', () => {
  const order = new TargetOrder();
  expect(order.order(host('failover'))).toEqual(['ws://a:1/', 'ws://b:1/', 'ws://c:1/']);
  expect(order.order(host('failover'))).toEqual(['ws://a:1/', 'ws://b:1/', 'ws://c:1/']);
});

it('begins each console of a round-robin host one target further', () => {
  const order = new TargetOrder();
  const firsts = Array.from({ length: 6 }, () => order.order(host('round-robin'))[0]);
  expect(firsts).toEqual(['ws://a:1/', 'ws://b:1/', 'ws://c:1/', 'ws://a:1/', 'ws://b:1/', 'ws://c:1/']);
  expect(order.order(host('round-robin', 'other'))[0]).toBe('ws://a:1/');
});

it('tries what just failed last, until it answered or half a minute went by', () => {
  let now = 0;
  const order = new TargetOrder(() => now);
  order.failed('ws://a:1/');
  expect(order.order(host('failover'))).toEqual(['ws://b:1/', 'ws://c:1/', 'ws://a:1/']);
  now = 29_999;
  expect(order.order(host('failover'))[0]).toBe('ws://b:1/');
  now = 30_000;
  expect(order.order(host('failover'))[0]).toBe('ws://a:1/');
  order.failed('ws://a:1/');
  order.answered('ws://a:1/');
  expect(order.order(host('failover'))[0]).toBe('ws://a:1/');
});
