/** What the places have in common that know accounts of their own. */

import { configuredGroups } from './group-list';
import { parseNetworks } from './networks';
import { read, refuse, type Environment } from './read';

/** Names of groups, in small letters. Separated by semicolons where one of them (a DN) has commas. @returns null when it is unset */
export function listOf(env: Environment, name: string): string[] | null {
  const text = read(env, name);
  if (text === null) return null;
  const groups = configuredGroups(text).map((group) => group.toLowerCase());
  if (groups.length === 0) refuse(name, 'must be names of groups, separated by commas, or by semicolons');
  return groups;
}

/** `1`, `true`, `on`, `yes`, and their contraries. */
export function flag(env: Environment, name: string, fallback: boolean): boolean {
  const text = read(env, name)?.toLowerCase();
  if (text === undefined) return fallback;
  if (['1', 'true', 'on', 'yes'].includes(text)) return true;
  if (['0', 'false', 'off', 'no'].includes(text)) return false;
  return refuse(name, 'must be on or off');
}

const isLoopback = parseNetworks('127.0.0.0/8,::1/128')!;

export function isLoopbackUrl(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || isLoopback(host);
}
