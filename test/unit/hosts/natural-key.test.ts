import { expect, it } from 'vitest';
import { naturalKey } from '../../../server/hosts/natural-key';

it('sorts names as people do', () => {
  const names = ['vm 10', 'VM 2', 'vm 1', 'Vm 02b', 'alpha', 'vm', '9 lives', '10 lives', 'vm 123456789012345', 'vm 123456789012346'];
  const sorted = names.toSorted((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1));
  expect(sorted).toEqual([
    '9 lives',
    '10 lives',
    'alpha',
    'vm',
    'vm 1',
    'VM 2',
    'Vm 02b',
    'vm 10',
    'vm 123456789012345',
    'vm 123456789012346',
  ]);
});
