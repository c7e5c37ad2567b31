/** What of the clipboard may pass in a console, and why not. */

import type { HostPolicy } from '@/server/contract/host';

/** Nobody watching takes part; nor does who wants to touch nothing; or the host's rules forbid it. */
export type Hindrance = 'watching' | 'viewOnly' | 'policy';

export interface ClipboardRules {
  /** Why nothing goes to the host; null when text does. */
  toHost: Hindrance | null;
  /** Why nothing comes from the host; null when text does. */
  fromHost: Hindrance | null;
}

/**
 * The portal enforces the host's rule and keeps watchers from sending; that nothing is received while view only is the page's own.
 * @param policy text may go in, out of the host, both ways or neither
 */
export function clipboardRules(policy: HostPolicy['clipboard'], watching: boolean, viewOnly: boolean): ClipboardRules {
  const judge = (way: 'in' | 'out'): Hindrance | null => {
    if (watching) return 'watching';
    if (policy !== 'both' && policy !== way) return 'policy';
    return viewOnly ? 'viewOnly' : null;
  };
  return { toHost: judge('in'), fromHost: judge('out') };
}
