import { expect, it } from 'vitest';
import { pathWithQuery } from '@/components/shell/address-query';

it('keeps the query that a page was asked with', () => {
  expect(pathWithQuery('/', { q: 'web server', tag: undefined, x: ['1', '2'] })).toBe('/?q=web+server&x=1&x=2');
});

it('gives the bare path when there is none', () => {
  expect(pathWithQuery('/audit', {})).toBe('/audit');
});
