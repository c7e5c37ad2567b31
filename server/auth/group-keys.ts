/** What a group of another place is compared by. */

import { isLikeDn } from '../config/group-list';
import { canonicalDn } from './distinguished-name';

/** More than a person has; Entra tells 200 at most, and a directory's come by two names. */
const MAX_GROUPS = 3000;
/** A distinguished name in a deep tree. */
const MAX_GROUP = 2048;

/** In small letters; Keycloak writes groups as paths, with a slash before. A distinguished name counts as it is written and in its one form. */
export function groupKeys(groups: readonly string[]): Set<string> {
  const keys = groups.flatMap((group) => {
    const name = group.trim().replace(/^\//, '').toLowerCase();
    if (name.length > MAX_GROUP) return [];
    return isLikeDn(name) ? [name, canonicalDn(name) ?? name] : [name];
  });
  return new Set(keys.filter((key) => key !== '' && !/\p{Cc}/u.test(key)).slice(0, MAX_GROUPS));
}

/** Whether somebody with these keys is in one of the groups that a variable names. */
export function isInOne(keys: ReadonlySet<string>, groups: readonly string[]): boolean {
  return [...groupKeys(groups)].some((key) => keys.has(key));
}

/** Those that are meant as distinguished names and are none: they match nobody. */
export function malformedGroups(groups: readonly string[] | null): string[] {
  return (groups ?? []).filter((group) => isLikeDn(group) && canonicalDn(group) === null);
}
