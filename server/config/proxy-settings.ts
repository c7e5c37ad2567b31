/** A proxy in front of the portal that signs people in (forward-auth) and tells who they are in headers. */

import { groupSeparators, type GroupSeparator } from './group-list';
import { listOf } from './places';
import { read, refuse, type Environment } from './read';

export interface ProxySettings {
  /** Names of headers, in small letters. Only those of a trusted proxy are read. */
  userHeader: string;
  nameHeader: string | null;
  groupsHeader: string | null;
  /** What separates the groups in their header. */
  groupSeparator: GroupSeparator;
  adminGroups: string[] | null;
}

const HEADER = /^[a-z0-9-]{1,64}$/;
/** They say something else, and some are the portal's own. */
const NOT_THESE =
  /^(authorization|cookie|host|origin|connection|upgrade|user-agent|forwarded|x-forwarded-(for|host|proto)|(sec|x-vnc-portal|x-middleware)-.*)$/;

export function proxySettings(env: Environment): ProxySettings | null {
  const userHeader = header(env, 'PROXY_USER_HEADER');
  const nameHeader = header(env, 'PROXY_NAME_HEADER');
  const groupsHeader = header(env, 'PROXY_GROUPS_HEADER');
  const adminGroups = listOf(env, 'PROXY_ADMIN_GROUPS');
  if (userHeader === null) {
    const separated = read(env, 'PROXY_GROUPS_SEPARATOR');
    const [name] = [
      nameHeader && 'PROXY_NAME_HEADER',
      groupsHeader && 'PROXY_GROUPS_HEADER',
      separated && 'PROXY_GROUPS_SEPARATOR',
      adminGroups && 'PROXY_ADMIN_GROUPS',
    ].filter((set) => set !== null);
    return name === undefined ? null : refuse(name, 'means nothing without PROXY_USER_HEADER');
  }
  if (read(env, 'TRUSTED_PROXIES') === null) refuse('PROXY_USER_HEADER', 'needs TRUSTED_PROXIES: else anybody could claim to be anybody');
  if (adminGroups !== null && groupsHeader === null) refuse('PROXY_ADMIN_GROUPS', 'needs PROXY_GROUPS_HEADER');
  if (nameHeader === userHeader) refuse('PROXY_NAME_HEADER', 'names the header of PROXY_USER_HEADER');
  if (groupsHeader !== null && (groupsHeader === userHeader || groupsHeader === nameHeader)) {
    refuse('PROXY_GROUPS_HEADER', 'names a header that says something else already');
  }
  return { userHeader, nameHeader, groupsHeader, groupSeparator: separator(env, groupsHeader), adminGroups };
}

function separator(env: Environment, groupsHeader: string | null): GroupSeparator {
  const text = read(env, 'PROXY_GROUPS_SEPARATOR')?.toLowerCase();
  if (text === undefined) return 'auto';
  if (groupsHeader === null) refuse('PROXY_GROUPS_SEPARATOR', 'needs PROXY_GROUPS_HEADER');
  return (
    groupSeparators.find((known) => known === text) ?? refuse('PROXY_GROUPS_SEPARATOR', `must be one of ${groupSeparators.join(', ')}`)
  );
}

function header(env: Environment, name: string): string | null {
  const text = read(env, name)?.toLowerCase() ?? null;
  if (text !== null && (!HEADER.test(text) || NOT_THESE.test(text))) {
    refuse(name, 'must be the name of a header that is for this alone, such as Remote-User');
  }
  return text;
}
