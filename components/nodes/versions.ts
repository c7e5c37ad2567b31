/** Which processes an upgrade has not reached yet. */

import type { PortalNode } from '@/server/contract/nodes';
import { isLost } from './machines';

const parts = new Intl.Collator('en', { numeric: true });

/** Less than 0 where `a` is the older one. A version with a "-", such as 2.0.0-rc.1, comes before the one without. */
export function compareVersions(a: string, b: string): number {
  const [release = '', before = ''] = split(a);
  const [otherRelease = '', otherBefore = ''] = split(b);
  if (release !== otherRelease) return parts.compare(release, otherRelease);
  if (before === '' || otherBefore === '') return before === otherBefore ? 0 : before === '' ? 1 : -1;
  return parts.compare(before, otherBefore);
}

function split(version: string): string[] {
  const dash = version.indexOf('-');
  return dash < 0 ? [version] : [version.slice(0, dash), version.slice(dash + 1)];
}

/** The newest version of those that are heard; null where there is but one, so that nothing has to be told apart. */
export function newestOfSeveral(nodes: readonly PortalNode[]): string | null {
  const versions = [...new Set(nodes.filter((node) => !isLost(node)).map(({ version }) => version))];
  if (versions.length < 2) return null;
  return versions.sort(compareVersions).at(-1)!;
}

/** @param newest of {@link newestOfSeveral} */
export const isOlder = (node: PortalNode, newest: string | null): boolean => newest !== null && !isLost(node) && node.version !== newest;
