/** The one place that says who may do what. Every handler and the upgrade of a console ask here. */

import type { Identity } from '../auth/identity';
import { PortalError } from '../contract/errors';

/** `administer` is everything that only administrators do: hosts, users, live consoles, the audit. `self` is the own account. */
export type Action = 'administer' | 'host.list' | 'host.open' | 'self';
export type HostAccess = 'control' | 'view';

export class Access {
  /** @param hostId the host that it is about; `host.open` without one is refused */
  can(identity: Identity, action: Action, hostId?: string): boolean {
    switch (action) {
      case 'administer':
        return isAdmin(identity);
      case 'host.open':
        return hostId !== undefined && this.hostAccess(identity, hostId) !== null;
      case 'host.list':
      case 'self':
        return true;
      default:
        return false;
    }
  }

  /** @throws PortalError `host_not_found` for a host, so that nobody can find out which exist; else `forbidden` */
  ensure(identity: Identity, action: Action, hostId?: string): void {
    if (!this.can(identity, action, hostId)) throw new PortalError(action === 'host.open' ? 'host_not_found' : 'forbidden');
  }

  /** What the person may do at a host. Until there are grants: administrators control all, users open none. */
  hostAccess(identity: Identity, hostId: string): HostAccess | null {
    return isAdmin(identity) && hostId !== '' ? 'control' : null;
  }

  /** Which hosts the person sees in lists. */
  visibleHosts(identity: Identity): 'all' | 'none' {
    return isAdmin(identity) ? 'all' : 'none';
  }
}

function isAdmin(identity: Identity): boolean {
  return identity.user.role === 'admin';
}
