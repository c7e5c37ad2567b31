/** How many files a process may have open: a proxy needs two a console. */

import { readFileSync } from 'node:fs';

/** The hard limit, to which node and nginx's settings may go by themselves. */
export function descriptorLimit(): number {
  const line = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  const limit = Number(line?.[1]);
  return Number.isFinite(limit) ? limit : Infinity;
}
