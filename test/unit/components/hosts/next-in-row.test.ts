import { expect, it } from 'vitest';
import { nextInRow } from '@/components/hosts/form/next-in-row';
import { hostIdPattern } from '@/server/contract/host';

it.each([
  [{ id: 'web-07', name: 'Web 07' }, [], { id: 'web-08', name: 'Web 08' }],
  [{ id: 'web-99', name: 'Web 99' }, [], { id: 'web-100', name: 'Web 100' }],
  [{ id: 'web-07', name: 'Web 07' }, ['web-08', 'web-09'], { id: 'web-10', name: 'Web 10' }],
  [{ id: 'router', name: 'Router' }, [], { id: 'router-2', name: 'Router 2' }],
  [{ id: 'router', name: 'router' }, ['router-2'], { id: 'router-3', name: 'router-3' }],
  [{ id: 'build-1', name: 'Build server' }, [], { id: 'build-2', name: 'Build server 2' }],
  [{ id: '7', name: '服务器' }, ['8'], { id: '9', name: '服务器 3' }],
])('after %j, where %j are taken, comes %j', (host, taken, next) => {
  expect(nextInRow(host, taken)).toEqual(next);
});

it('suggests what the portal accepts, however long the id is', () => {
  const { id } = nextInRow({ id: 'a'.repeat(63), name: 'b'.repeat(120) }, []);
  expect(id).toMatch(hostIdPattern);
});
