/** A directory whose people sign in with their name and password there: OpenLDAP, Active Directory and their like. */

import { flag, listOf } from './places';
import { readAuthority, readSecret } from './read-file';
import { read, refuse, type Environment } from './read';

export interface LdapSettings {
  /** Replicas, the first that answers is asked. */
  urls: string[];
  /** Whether a plain connection turns into TLS (RFC 4511, 4.14) before anything is said on it. */
  startTls: boolean;
  /** PEM text of the authorities; null: those that Node knows. */
  ca: string | null;
  /** Whoever searches; null: anybody may. */
  bindDn: string | null;
  bindPassword: string;
  userBase: string;
  /** `{name}` stands for what was typed. */
  userFilter: string;
  /** Domains that people may type with their name, in small letters; null: those that an entry itself tells. */
  domains: string[] | null;
  /** What an entry is known by for ever. null: entryUUID, or else objectGUID. */
  idAttribute: string | null;
  /** What the person is called here. null: uid, or else sAMAccountName. */
  nameAttribute: string | null;
  /** null: by the `memberOf` of the person. */
  groups: { base: string; filter: string } | null;
  adminGroups: string[] | null;
  allowedGroups: string[] | null;
}

/** OpenLDAP knows no sAMAccountName and takes its part of the filter for undefined (RFC 4511, 4.5.1.7), which leaves the other part. */
const USER_FILTER =
  '(&(|(objectClass=person)(objectClass=user))(|(uid={name})(sAMAccountName={name})(userPrincipalName={name})(mail={name})))';
const GROUP_FILTER = '(|(member={dn})(uniqueMember={dn})(memberUid={name}))';
const DOMAIN = /^[^\s\\@,;]{1,255}$/;
const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9;-]{0,62}$/;

export function ldapSettings(env: Environment): LdapSettings | null {
  const text = read(env, 'LDAP_URL');
  if (text === null) return null;
  const urls = text.split(/\s+/);
  const startTls = flag(env, 'LDAP_STARTTLS', false);
  for (const url of urls) checkUrl(url, startTls, flag(env, 'LDAP_INSECURE', false));
  const bindDn = read(env, 'LDAP_BIND_DN');
  const bindPassword = readSecret(env, 'LDAP_BIND_PASSWORD');
  if (bindDn !== null && bindPassword === null) refuse('LDAP_BIND_PASSWORD', 'is missing: LDAP_BIND_DN is set, and one needs the other');
  if (bindDn === null && bindPassword !== null) refuse('LDAP_BIND_DN', 'is missing: LDAP_BIND_PASSWORD is set, and one needs the other');
  const groupBase = read(env, 'LDAP_GROUP_BASE');
  return {
    urls,
    startTls,
    ca: readAuthority(env, 'LDAP_CA'),
    bindDn,
    bindPassword: bindPassword ?? '',
    userBase: read(env, 'LDAP_USER_BASE') ?? refuse('LDAP_USER_BASE', 'is missing: LDAP_URL is set, and people are searched below it'),
    userFilter: filter(env, 'LDAP_USER_FILTER', USER_FILTER, ['{name}']),
    domains: domains(env),
    idAttribute: attribute(env, 'LDAP_ID_ATTRIBUTE'),
    nameAttribute: attribute(env, 'LDAP_NAME_ATTRIBUTE'),
    groups: groupBase === null ? null : { base: groupBase, filter: filter(env, 'LDAP_GROUP_FILTER', GROUP_FILTER, ['{dn}', '{name}']) },
    adminGroups: listOf(env, 'LDAP_ADMIN_GROUPS'),
    allowedGroups: listOf(env, 'LDAP_ALLOWED_GROUPS'),
  };
}

function checkUrl(text: string, startTls: boolean, insecure: boolean): void {
  if (!/^ldaps?:\/\/[^/?#@\s]+\/?$/i.test(text) || !URL.canParse(text)) {
    refuse('LDAP_URL', 'must be ldaps://host or ldap://host, with a port where it is another one; several by blanks');
  }
  const secure = /^ldaps:/i.test(text);
  if (secure && startTls) refuse('LDAP_STARTTLS', 'is for ldap:// alone: LDAP_URL is ldaps://, which is TLS from its first byte');
  if (!secure && !startTls && !insecure) {
    refuse('LDAP_URL', 'would send passwords in the clear: use ldaps://, or LDAP_STARTTLS=on, or take that with LDAP_INSECURE=on');
  }
}

function filter(env: Environment, name: string, fallback: string, places: string[]): string {
  const text = read(env, name) ?? fallback;
  if (!text.startsWith('(') || !text.endsWith(')') || !places.some((place) => text.includes(place))) {
    refuse(name, `must be a filter in parentheses with ${places.join(' or ')} in it`);
  }
  return text;
}

function domains(env: Environment): string[] | null {
  const text = read(env, 'LDAP_DOMAINS');
  if (text === null) return null;
  const names = text.split(/[\s,;]+/).filter((name) => name !== '');
  if (names.length === 0 || !names.every((name) => DOMAIN.test(name))) {
    refuse('LDAP_DOMAINS', 'must be names of domains, such as EXAMPLE or example.org, separated by commas');
  }
  return names.map((name) => name.toLowerCase());
}

function attribute(env: Environment, name: string): string | null {
  const text = read(env, name);
  if (text !== null && !ATTRIBUTE.test(text)) refuse(name, 'must be the name of an attribute');
  return text;
}
