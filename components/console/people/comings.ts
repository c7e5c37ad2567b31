/** Who has come to a host and who has left it, between two looks. */

import type { Other } from './follow-company';

export interface News {
  /** `here`: they were there before this page's person. */
  kind: 'here' | 'came' | 'left';
  who: readonly Other[];
}

const same = (a: Other, b: Other) => a.userName === b.userName && a.own === b.own && a.access === b.access;

/**
 * Whoever lost a connection and is back under the same name has neither left nor come; one's own other windows are no news.
 * @param before null at the first look
 */
export function comings(before: readonly Other[] | null, now: readonly Other[]): News[] {
  const strangers = now.filter(({ own }) => !own);
  if (before === null) return strangers.length > 0 ? [{ kind: 'here', who: strangers }] : [];
  const rest = before.filter(({ own }) => !own);
  const came: Other[] = [];
  for (const other of strangers) {
    const index = rest.findIndex((one) => same(one, other));
    if (index >= 0) rest.splice(index, 1);
    else came.push(other);
  }
  return [...came.map((one) => ({ kind: 'came' as const, who: [one] })), ...rest.map((one) => ({ kind: 'left' as const, who: [one] }))];
}
