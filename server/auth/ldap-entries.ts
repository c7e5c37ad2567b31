/** Entries that a directory answers with, and which of them a typed name means. */

import type { Entry } from 'ldapts';
import { domainOf } from './distinguished-name';
import { foldName, type TypedName } from './typed-name';

/** What a name can be in the default filter, the surest first: an address may be another person's, too. */
const BY_RANK = [['uid', 'sAMAccountName'], ['userPrincipalName'], ['mail']];
/** NetBIOS names are no longer. */
const NETBIOS_LENGTH = 15;

interface Found {
  /** Entries that answer to the name as typed, and to the name without its domain. */
  whole: Entry[];
  short: Entry[];
  userBase: string;
  /** The domains that people may type, in small letters; null: those that the entries themselves tell. */
  domains: readonly string[] | null;
}

/** @returns null for nobody */
export function personOf(name: TypedName, { whole, short, userBase, domains }: Found): Entry | 'several' | null {
  const named = surest(name.whole, whole);
  if (named !== null) return named;
  const { domain } = name;
  if (domain === null) return null;
  return surest(
    name.short,
    short.filter((entry) => (domains ?? domainsOf(entry, userBase)).includes(domain.toLowerCase())),
  );
}

/** Of several entries, the one that the name is the account name of, else the principal name, else the address. */
function surest(name: string, entries: Entry[]): Entry | 'several' | null {
  if (entries.length <= 1) return entries[0] ?? null;
  const wanted = foldName(name);
  for (const attributes of BY_RANK) {
    const named = entries.filter((entry) => attributes.some((attribute) => listOf(entry, attribute).map(foldName).includes(wanted)));
    if (named.length > 0) return named.length === 1 ? named[0]! : 'several';
  }
  return 'several';
}

/** By which names its domain may be typed: as Active Directory says, and as its place in the tree does. */
function domainsOf(entry: Entry, userBase: string): string[] {
  const [principal = ''] = textOf(entry, 'msDS-PrincipalName')?.split('\\') ?? [];
  const domain = domainOf(entry.dn) || domainOf(userBase);
  const [first = ''] = domain.split('.');
  return [principal.toLowerCase(), first.slice(0, NETBIOS_LENGTH), domain].filter((known) => known !== '');
}

/** Attributes have the case that the server gives them. */
export function valueOf(entry: Entry, name: string): Entry[string] | undefined {
  const key = Object.keys(entry).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : entry[key];
}

export function listOf(entry: Entry, name: string): string[] {
  const value = valueOf(entry, name);
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '') as string[];
}

export const textOf = (entry: Entry, name: string): string | null => listOf(entry, name)[0] ?? null;
