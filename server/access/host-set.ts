/** Hosts by their ids or by one of their tags, as grants and tokens name them. */
export interface HostSet {
  hosts: readonly string[];
  tags: readonly string[];
}

/** `all`, or those that are in each of the sets; without a set, none. */
export type VisibleHosts = 'all' | readonly HostSet[];
