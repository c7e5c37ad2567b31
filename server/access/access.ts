/** The one place that says who may do what. Every handler and the upgrade of a console ask here. */

import type { Identity } from '../auth/identity';
import type { AccessLevel, Explanation, Grant } from '../contract/access';
import { PortalError } from '../contract/errors';
import { fullScope, type TokenScope } from '../contract/token-scope';
import { decide, inScope, stateOf, type Decision } from './decide';
import type { HostSet, VisibleHosts } from './host-set';
import type { RightsRepository } from './rights-repository';

/** `administer` is everything that only administrators do: hosts, users, live consoles, the audit. `self` is the own account. */
export type Action = 'administer' | 'host.list' | 'self';
export type HostAccess = AccessLevel;
type HostPlace = Pick<Explanation['host'], 'id'> & { tags: readonly string[] };

/** What a console runs by. */
export interface Held {
  userId: string;
  hostId: string;
  scope: TokenScope;
}

export class Access {
  private readonly now: () => number;

  constructor(private readonly parts: { rights: RightsRepository; now?: () => number }) {
    this.now = parts.now ?? Date.now;
  }

  /** By the role alone; what a token may do of it is asked where REST calls come in. */
  can(identity: Identity, action: Action): boolean {
    switch (action) {
      case 'administer':
        return isAdmin(identity);
      case 'host.list':
      case 'self':
        return true;
      default:
        return false;
    }
  }

  /** @throws PortalError `forbidden` */
  ensure(identity: Identity, action: Action): void {
    if (!this.can(identity, action)) throw new PortalError('forbidden');
  }

  /** What the person may do at a host, and until when that is sure. */
  async decide(identity: Identity, host: HostPlace): Promise<Pick<Decision, 'access' | 'until'>> {
    const { user, via } = identity;
    const grants = isAdmin(identity) ? [] : ((await this.parts.rights.grantsOf([user.id], host)).get(user.id) ?? []);
    return this.weigh({ ...user, disabled: false }, grants, host, via.scope);
  }

  /** @returns null also for a host that is not there */
  async hostAccess(identity: Identity, hostId: string): Promise<HostAccess | null> {
    const host = hostId === '' ? null : await this.parts.rights.host(hostId);
    return host && (await this.decide(identity, host)).access;
  }

  /**
   * That the person may know of a host and what belongs to it. A token for reading needs no power to open it.
   * @throws PortalError `host_not_found`, so that nobody can find out which exist
   */
  async ensureHost(identity: Identity, hostId: string): Promise<void> {
    const scope = { ...identity.via.scope, powers: fullScope.powers };
    const seen = await this.hostAccess({ ...identity, via: { ...identity.via, scope } }, hostId);
    if (seen === null) throw new PortalError('host_not_found');
  }

  /**
   * That a token which is narrowed reaches a host; its owner's rights are another question.
   * @throws PortalError `host_not_found`
   */
  async ensureInScope({ via }: Identity, hostId: string): Promise<void> {
    const host = await this.parts.rights.host(hostId);
    if (!inScope(via.scope, host ?? { id: hostId, tags: [] })) throw new PortalError('host_not_found');
  }

  /** Which hosts the person sees in lists. */
  async visibleHosts(identity: Identity): Promise<VisibleHosts> {
    const { hosts, tags } = identity.via.scope;
    const narrowed: HostSet[] = hosts === undefined && tags === undefined ? [] : [{ hosts: hosts ?? [], tags: tags ?? [] }];
    if (isAdmin(identity)) return narrowed.length === 0 ? 'all' : narrowed;
    const at = this.now();
    const grants = (await this.parts.rights.grantsOf([identity.user.id])).get(identity.user.id) ?? [];
    const targets = grants.filter((grant) => stateOf(grant, at).state === 'counts').map(({ target }) => target);
    if (targets.some(({ kind }) => kind === 'all')) return narrowed.length === 0 ? 'all' : narrowed;
    const granted = {
      hosts: targets.flatMap((target) => (target.kind === 'host' ? [target.id] : [])),
      tags: targets.flatMap((target) => (target.kind === 'tag' ? [target.tag] : [])),
    };
    return [...narrowed, { hosts: [...new Set(granted.hosts)], tags: [...new Set(granted.tags)] }];
  }

  /** What the person may do at hosts that they see, in the order given. A token for reading needs no power to open them. */
  async levels(identity: Identity, hosts: readonly HostPlace[]): Promise<HostAccess[]> {
    const { user, via } = identity;
    const grants = isAdmin(identity) ? [] : ((await this.parts.rights.grantsOf([user.id])).get(user.id) ?? []);
    const scope = { ...via.scope, powers: fullScope.powers };
    // A grant may end between the question which hosts they see and this one; then nothing more is promised.
    return hosts.map((host) => this.weigh({ ...user, disabled: false }, grants, host, scope).access ?? 'view');
  }

  /**
   * What the holders may do at their hosts as of now, in the order given: whoever is gone may nothing.
   * Three queries for every few hundred people.
   */
  async reread(held: readonly Held[]): Promise<Pick<Decision, 'access' | 'until'>[]> {
    const users = [...new Set(held.map(({ userId }) => userId))];
    const hosts = [...new Set(held.map(({ hostId }) => hostId))];
    const { rights } = this.parts;
    const [people, grants, tags] = [await rights.people(users), await rights.grantsOf(users), await rights.tagsOf(hosts)];
    return held.map(({ userId, hostId, scope }) => {
      const user = people.get(userId);
      if (!user) return { access: null, until: null };
      return this.weigh(user, grants.get(userId) ?? [], { id: hostId, tags: tags.get(hostId) ?? [] }, scope);
    });
  }

  /**
   * Why a person may open a host, or why not.
   * @throws PortalError `user_not_found`, `host_not_found`
   */
  async explain(userId: string, hostId: string): Promise<Explanation> {
    const { rights } = this.parts;
    const user = (await rights.people([userId])).get(userId);
    if (!user) throw new PortalError('user_not_found');
    const host = await rights.host(hostId);
    if (!host) throw new PortalError('host_not_found');
    const grants = (await rights.grantsOf([userId], host)).get(userId) ?? [];
    const { tags: _tags, ...named } = host;
    return { user, host: named, ...this.weigh(user, grants, host, fullScope) };
  }

  private weigh(user: Parameters<typeof decide>[0]['user'], grants: Grant[], host: HostPlace, scope: TokenScope): Decision<Grant> {
    // The database has said which groups the person is in: it gave the grants of no others.
    const groups = new Set(grants.filter(({ subject }) => subject.kind === 'group').map(({ subject }) => subject.id));
    return decide({ user, groups, host, grants, scope, at: this.now() });
  }
}

function isAdmin(identity: Identity): boolean {
  return identity.user.role === 'admin';
}
