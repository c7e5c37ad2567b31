import { expect, it } from 'vitest';
import { compareVersions, isOlder, newestOfSeveral } from '@/components/nodes/versions';
import { node } from './node';

it('versions are compared by their numbers, and one that is not released comes before the release', () => {
  const inOrder = ['0.9.12', '1.2.0', '1.10.0-beta.2', '1.10.0-rc.1', '1.10.0-rc.10', '1.10.0', '1.10.1'];
  expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
});

it('during an upgrade the older ones are marked', () => {
  const nodes = [node('a', { version: '1.9.0' }), node('b', { version: '1.10.0' }), node('c', { version: '1.9.0', state: 'draining' })];
  const newest = newestOfSeveral(nodes);
  expect(newest).toBe('1.10.0');
  expect(nodes.filter((one) => isOlder(one, newest)).map(({ id }) => id)).toEqual(['a', 'c']);
});

it('where all that are heard are of one version, nothing is marked', () => {
  const nodes = [node('a'), node('b'), node('c', { version: '0.9.0', state: 'lost' })];
  expect(newestOfSeveral(nodes)).toBeNull();
  expect(nodes.some((one) => isOlder(one, null))).toBe(false);
  expect(isOlder(nodes[2]!, '1.0.0')).toBe(false);
});
