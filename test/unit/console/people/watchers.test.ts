import { expect, it } from 'vitest';
import { watchersOf } from '@/components/console/people/watchers';

const other = (userName: string, access: 'view' | 'control', own = false) => ({ userName, access, own, since: 1 });

it('names whoever looks on, once for all their windows; neither who works too nor the person themselves', () => {
  const others = [other('Ann', 'view'), other('Bob', 'control'), other('Me', 'view', true), other('Ann', 'view'), other('Cem', 'view')];
  expect(watchersOf(others)).toEqual(['Ann', 'Cem']);
});
