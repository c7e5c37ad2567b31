import { describe, expect, it } from 'vitest';
import { findSessions, type Order, type PlacedRow } from '@/components/sessions/find-sessions';

const row = (id: string, more: Partial<PlacedRow>) =>
  ({
    id,
    hostId: 'web-1',
    hostName: 'Shop',
    userName: 'anna',
    shownName: 'Anna Berg',
    address: '192.0.2.7',
    startedAt: 0,
    rate: null,
    node: 'n1',
    place: 'attic, worker 10',
    ...more,
  }) as PlacedRow;
const rows = [
  row('a', { startedAt: 3, rate: { to: 1, from: 10 } }),
  row('b', {
    node: 'n2',
    place: 'attic, worker 9 (Kx)',
    startedAt: 1,
    hostId: 'web-10',
    hostName: 'Shop 10',
    userName: 'bob',
    shownName: 'bob',
    address: '2001:db8::1',
  }),
  row('c', { startedAt: 2, hostId: 'web-2', hostName: 'Shop 2', userName: 'cem', shownName: 'Cem', rate: { to: 500, from: 0 } }),
];
const ids = (search: string, order: Order = 'longest') => findSessions(rows, search, order).map(({ id }) => id);

describe('searching the live consoles', () => {
  it.each([
    ['', ['b', 'c', 'a']],
    ['ANNA', ['a']],
    ['berg shop', ['a']],
    ['web-10', ['b']],
    ['db8', ['b']],
    ['anna bob', []],
    ['ATTIC kx', ['b']],
  ])('finds by %j', (search, found) => {
    expect(ids(search)).toEqual(found);
  });
});

describe('the order of the live consoles', () => {
  it.each<[Order, string[]]>([
    ['longest', ['b', 'c', 'a']],
    ['newest', ['a', 'c', 'b']],
    ['person', ['a', 'b', 'c']],
    ['host', ['a', 'c', 'b']],
    ['traffic', ['c', 'a', 'b']],
    ['node', ['b', 'c', 'a']],
  ])('is by %s', (order, found) => {
    expect(ids('', order)).toEqual(found);
  });

  it('leaves the list that it was given as it is', () => {
    findSessions(rows, '', 'traffic');
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
