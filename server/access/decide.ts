/** The one decision about who opens which host. It reads nothing and knows no clock: everything comes in, and why goes out. */

import type { AccessLevel, Grant } from '../contract/access';
import type { Role } from '../contract/people';
import type { TokenScope } from '../contract/token-scope';
import { inHours } from './hours';

export type GrantState = 'counts' | 'ended' | 'outside_hours';
/** What of a grant counts. */
export type GrantTerms = Pick<Grant, 'target' | 'access' | 'endsAt' | 'hours'> & { subject: Pick<Grant['subject'], 'kind' | 'id'> };

export interface Question<G extends GrantTerms = GrantTerms> {
  user: { id: string; role: Role; disabled: boolean };
  /** Ids of the groups that the user is in. */
  groups: ReadonlySet<string>;
  host: { id: string; tags: readonly string[] };
  /** Those that are about others or elsewhere count nothing. */
  grants: readonly G[];
  /** Of the token by which it is asked; a browser has all. */
  scope: TokenScope;
  /** ms since 1970 UTC. */
  at: number;
}

export interface Decision<G extends GrantTerms = GrantTerms> {
  /** null: not at all. */
  access: AccessLevel | null;
  /** An administrator, who needs no grant. */
  byRole: boolean;
  /** Every grant that names this user and this host, those that count first. */
  grants: { grant: G; state: GrantState }[];
  /** When the answer may become another one by the clock alone, ms since 1970 UTC; null: never. */
  until: number | null;
}

export function decide<G extends GrantTerms>({ user, groups, host, grants, scope, at }: Question<G>): Decision<G> {
  const named = grants
    .filter(({ subject, target }) => isOf(subject, user.id, groups) && reaches(target, host))
    .map((grant) => ({ grant, ...stateOf(grant, at) }));
  const shown = [...named.filter(({ state }) => state === 'counts'), ...named.filter(({ state }) => state !== 'counts')].map(
    ({ grant, state }) => ({ grant, state }),
  );
  if (user.disabled || !scope.powers.includes('connect') || !inScope(scope, host)) {
    return { access: null, byRole: false, grants: shown, until: null };
  }
  if (user.role === 'admin') return { access: 'control', byRole: true, grants: shown, until: null };
  const levels = named.filter(({ state }) => state === 'counts').map(({ grant }) => grant.access);
  return {
    access: levels.includes('control') ? 'control' : levels.includes('view') ? 'view' : null,
    byRole: false,
    grants: shown,
    until: earliest(named.map(({ until }) => until)),
  };
}

/** Whether a token that is narrowed to hosts or tags reaches the host. */
export function inScope({ hosts, tags }: TokenScope, host: Question['host']): boolean {
  if (hosts === undefined && tags === undefined) return true;
  return (hosts ?? []).includes(host.id) || (tags ?? []).some((tag) => host.tags.includes(tag));
}

/** @returns with it, when it may become another one */
export function stateOf({ endsAt, hours }: Pick<GrantTerms, 'endsAt' | 'hours'>, at: number): { state: GrantState; until: number | null } {
  if (endsAt !== null && at >= endsAt) return { state: 'ended', until: null };
  if (hours === null) return { state: 'counts', until: endsAt };
  const { inside, until } = inHours(hours, at);
  return { state: inside ? 'counts' : 'outside_hours', until: earliest([until, endsAt]) };
}

function isOf(subject: GrantTerms['subject'], userId: string, groups: ReadonlySet<string>): boolean {
  return subject.kind === 'user' ? subject.id === userId : groups.has(subject.id);
}

function reaches(target: GrantTerms['target'], host: Question['host']): boolean {
  switch (target.kind) {
    case 'host':
      return target.id === host.id;
    case 'tag':
      return host.tags.includes(target.tag);
    case 'all':
      return true;
  }
}

function earliest(times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
