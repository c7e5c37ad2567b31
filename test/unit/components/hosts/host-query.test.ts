import { expect, it } from 'vitest';
import { readListQuery } from '@/components/hosts/host-query';

it('reads the list from the address bar', () => {
  expect(readListQuery(new URLSearchParams('q=+web+&tag=linux&sort=-name'))).toEqual({ q: 'web', tag: 'linux', sort: '-name' });
});

it('leaves out what makes no sense', () => {
  expect(readListQuery(new URLSearchParams('sort=sideways&x=1'))).toEqual({ q: '', tag: '', sort: 'recent' });
});
