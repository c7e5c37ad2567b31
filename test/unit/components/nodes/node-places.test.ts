import { expect, it } from 'vitest';
import { placesOf } from '@/components/nodes/node-places';
import { node } from './node';

it('a process is named by its machine, by its number where there are others, and by its id where the number is another’s too', () => {
  const places = placesOf([
    node('lonely-1', { machine: 'cellar' }),
    node('first--1.1', { machine: 'attic', worker: 1 }),
    node('first--1.2', { machine: 'attic', worker: 2 }),
    node('second-2', { machine: 'attic', worker: 1 }),
  ]);
  expect([...places.values()]).toEqual([
    { machine: 'cellar', worker: null, mark: null },
    { machine: 'attic', worker: 1, mark: 'first-' },
    { machine: 'attic', worker: 2, mark: null },
    { machine: 'attic', worker: 1, mark: 'second' },
  ]);
});
