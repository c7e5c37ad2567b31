import { expect, it } from 'vitest';
import { loadOf, machinesOf } from '@/components/nodes/machines';
import { node } from './node';

it('machines are in the order of their names, a machine’s processes in that of their numbers', () => {
  const machines = machinesOf([
    node('e', { machine: 'shop-10', worker: 1 }),
    node('a', { machine: 'shop-2', worker: 10 }),
    node('c', { machine: 'shop-2', worker: 2 }),
    node('b', { machine: 'shop-2', worker: 2 }),
  ]);
  expect(machines.map(({ name, nodes }) => [name, nodes.map(({ id }) => id)])).toEqual([
    ['shop-2', ['b', 'c', 'a']],
    ['shop-10', ['e']],
  ]);
});

it('a sum is of all that are heard: what a lost process said last does not count', () => {
  const load = { consoles: 2, cpu: 0.25, memory: 1000, traffic: 30 };
  expect(loadOf([node('a', load), node('b', { ...load, state: 'draining' }), node('c', { ...load, state: 'lost' })])).toEqual({
    consoles: 4,
    cpu: 0.5,
    memory: 2000,
    traffic: 60,
  });
  expect(loadOf([])).toEqual({ consoles: 0, cpu: 0, memory: 0, traffic: 0 });
});
