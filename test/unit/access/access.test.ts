import { describe, expect, it } from 'vitest';
import { Access, type Action } from '../../../server/access/access';
import type { Role } from '../../../server/contract/people';
import { identityOf } from '../../support/services';

const access = new Access();
const as = (role: string) => identityOf({ id: 'u', name: 'u', displayName: '', role: role as Role });

describe('access', () => {
  it('lets administrators do everything', () => {
    for (const action of ['administer', 'host.list', 'host.open', 'self'] as Action[])
      expect(access.can(as('admin'), action, 'h')).toBe(true);
    expect(access.hostAccess(as('admin'), 'h')).toBe('control');
    expect(access.visibleHosts(as('admin'))).toBe('all');
  });

  it.each(['user', 'ADMIN', '', 'root'])('lets the role %j see its own account and an empty list', (role) => {
    expect(access.can(as(role), 'self')).toBe(true);
    expect(access.can(as(role), 'host.list')).toBe(true);
    expect(access.can(as(role), 'administer')).toBe(false);
    expect(access.can(as(role), 'host.open', 'h')).toBe(false);
    expect(access.hostAccess(as(role), 'h')).toBeNull();
    expect(access.visibleHosts(as(role))).toBe('none');
  });

  it('refuses what it does not know, and a host without an id, to everybody', () => {
    expect(access.can(as('admin'), 'everything' as Action)).toBe(false);
    expect(access.can(as('admin'), 'host.open')).toBe(false);
    expect(access.can(as('admin'), 'host.open', '')).toBe(false);
  });

  it('refuses a host as if it were not there, and the rest as forbidden', () => {
    expect(() => access.ensure(as('user'), 'host.open', 'h')).toThrow(expect.objectContaining({ code: 'host_not_found' }));
    expect(() => access.ensure(as('user'), 'administer')).toThrow(expect.objectContaining({ code: 'forbidden' }));
    access.ensure(as('admin'), 'administer');
  });
});
