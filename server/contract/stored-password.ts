/** A stored VNC password is for the servers that it was stored for: whoever may edit a host must not be able to send it elsewhere. */

import type { Host, HostTls } from './host';

type Way = Pick<Host, 'targets' | 'tls'>;

/**
 * Whether a host keeps its stored password. The remaining targets have to be among the old ones, in any order, and verified as before.
 * @param after with targets in their stored form
 */
export function keepsPassword(before: Way, after: Way): boolean {
  return after.targets.every((target) => before.targets.includes(target)) && sameVerification(before.tls, after.tls);
}

/** A switch that is off says the same as one that is absent. */
export function sameVerification(one: HostTls, other: HostTls): boolean {
  const options = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof HostTls)[]);
  return [...options].every((option) => (one[option] || undefined) === (other[option] || undefined));
}
