/** What of the clipboard may pass in a console, and why not. */

import type { HostPolicy } from '@/server/contract/host';

export interface ClipboardRules {
  /** Why nothing can be sent to the host; empty when it can. */
  toHost: string;
  /** Why nothing comes from the host; empty when it does. */
  fromHost: string;
}

/** @param policy the host's rule, which the portal enforces: text may go in, out of the host, both ways or neither */
export function clipboardRules(policy: HostPolicy['clipboard'], watching: boolean): ClipboardRules {
  const passes = (way: 'in' | 'out') => policy === 'both' || policy === way;
  if (watching) {
    return {
      toHost: 'You are watching: nothing is sent to the host.',
      fromHost: 'You are watching: what is copied on the host does not come here.',
    };
  }
  return {
    toHost: passes('in') ? '' : 'The rules of this host let no text into its clipboard.',
    fromHost: passes('out') ? '' : 'The rules of this host let no text out of its clipboard.',
  };
}
