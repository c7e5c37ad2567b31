import { describe, expect, it } from 'vitest';
import { refreshed, toItem } from '@/components/hosts/host-item-data';
import { defaultPolicy, type HostRow } from '@/server/contract/host';

function row(id: string, more: Partial<HostRow> = {}): HostRow {
  return {
    id,
    name: id,
    description: '',
    tags: [],
    targets: [`ws://${id}:80/`],
    balance: 'failover',
    tls: {},
    credentials: { hasPassword: false },
    policy: defaultPolicy,
    banner: '',
    keyboard: null,
    createdAt: 0,
    updatedAt: 0,
    status: { state: 'unknown', source: 'none', at: null, detail: '' },
    live: 0,
    access: 'control',
    favourite: false,
    openedAt: null,
    ...more,
  };
}
const page = (items: HostRow[], total = items.length, nextCursor: string | null = null) => ({ items, total, nextCursor });
const loaded = (items: HostRow[]) => ({ items: items.map(toItem), total: items.length, nextCursor: null });

it('puts favourites before what was opened before the rest', () => {
  expect([row('a', { favourite: true, openedAt: 1 }), row('b', { openedAt: 1 }), row('c')].map((one) => toItem(one).group)).toEqual([
    'favourites',
    'recent',
    'rest',
  ]);
});

describe('refreshed', () => {
  it('brings rows up to date without moving them', () => {
    const next = refreshed(loaded([row('a'), row('b')]), page([row('b', { favourite: true, live: 2 }), row('a')]));
    expect(next.items.map(({ id, live, group }) => [id, live, group])).toEqual([
      ['a', 0, 'rest'],
      ['b', 2, 'rest'],
    ]);
  });

  it('takes the new list when a host came', () => {
    expect(refreshed(loaded([row('a')]), page([row('0'), row('a')])).items.map(({ id }) => id)).toEqual(['0', 'a']);
  });

  it('takes the new list when a host went', () => {
    expect(refreshed(loaded([row('a'), row('b')]), page([row('b')])).items.map(({ id }) => id)).toEqual(['b']);
  });

  it('keeps what was loaded by scrolling', () => {
    const many = Array.from({ length: 9 }, (_, index) => row(`h${index}`));
    const next = refreshed(loaded(many), page(many.slice(0, 3), 10, 'c'));
    expect([next.items.length, next.total, next.nextCursor]).toEqual([9, 10, null]);
  });
});
