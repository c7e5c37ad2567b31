/** Distinguished names (RFC 4514), compared as a directory compares them and not as text. */

/** One attribute of a relative distinguished name. */
interface Attribute {
  /** In small letters, by its short name where it has one. */
  type: string;
  value: string;
}

/** RFC 4519: a type may be written by its number or by its long name. */
const SHORT_TYPES: Record<string, string> = {
  '2.5.4.3': 'cn',
  '2.5.4.4': 'sn',
  '2.5.4.5': 'serialnumber',
  '2.5.4.6': 'c',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.9': 'street',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '2.5.4.12': 'title',
  '0.9.2342.19200300.100.1.1': 'uid',
  '0.9.2342.19200300.100.1.25': 'dc',
  commonname: 'cn',
  surname: 'sn',
  countryname: 'c',
  localityname: 'l',
  stateorprovincename: 'st',
  streetaddress: 'street',
  organizationname: 'o',
  organizationalunitname: 'ou',
  userid: 'uid',
  domaincomponent: 'dc',
};

const TYPE = /\s*(?:oid\.)?([a-z][a-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*/iy;
/** Hexadecimal of a whole BER value (RFC 4514, 2.4). */
const HEX_VALUE = /#((?:[0-9a-f]{2})+)\s*(?=[,;+]|$)/iy;
/** RFC 2253 and older: a value in quotation marks. */
const QUOTED = /"((?:[^"\\]|\\[^])*)"\s*(?=[,;+]|$)/y;
const PLAIN = /((?:[^,;+"\\]|\\[^])*)/y;
const ESCAPE = /(?:\\[0-9a-f]{2})+|\\([ "#+,;<=>\\])|\\/gi;

/** @returns the relative distinguished names, the most special one first; null for what is no distinguished name */
export function parseDn(text: string): Attribute[][] | null {
  const names: Attribute[][] = [];
  let current: Attribute[] = [];
  for (let at = 0; ;) {
    const type = matchAt(TYPE, text, at);
    if (!type) return null;
    at += type[0].length;
    const quoted = matchAt(QUOTED, text, at);
    const found = matchAt(HEX_VALUE, text, at) ?? quoted ?? matchAt(PLAIN, text, at)!;
    at += found[0].length;
    const value = found[0].startsWith('#') ? berText(Buffer.from(found[1]!, 'hex')) : unescaped(quoted ? found[1]! : trimmed(found[1]!));
    if (value === null) return null;
    const named = type[1]!.toLowerCase();
    current.push({ type: SHORT_TYPES[named] ?? named, value });
    const separator = text[at++];
    if (separator === '+') continue;
    names.push(current);
    if (separator === undefined) return names;
    if (separator !== ',' && separator !== ';') return null;
    current = [];
  }
}

/**
 * The same text for every way to write one name: case, blanks, escapes, numbers of types, and the order within one relative name do not matter.
 * @returns null for what is no distinguished name
 */
export function canonicalDn(text: string): string | null {
  const names = parseDn(text);
  return names && names.map((attributes) => attributes.map(canonical).sort().join('+')).join(',');
}

/** The value that a name begins with: of several, its common name. */
export function firstValue(dn: string): string | null {
  const [first] = parseDn(dn) ?? [];
  return (first?.find(({ type }) => type === 'cn') ?? first?.[0])?.value.trim() || null;
}

/** @returns `example.org` for a name below `dc=example,dc=org`; '' where it tells no domain */
export function domainOf(dn: string): string {
  const parts = (parseDn(dn) ?? []).flat().filter(({ type }) => type === 'dc');
  return parts.map(({ value }) => value.toLowerCase()).join('.');
}

/** RFC 4518: matching ignores case, compatibility forms and insignificant blanks. */
function canonical({ type, value }: Attribute): string {
  const folded = value.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim();
  return `${type}=${folded.replace(/[,+;"\\<>]|^#/g, (special) => `\\${special}`)}`;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A blank at the end counts where it is escaped. */
function trimmed(value: string): string {
  const text = value.trimEnd();
  let backslashes = 0;
  while (text.at(-1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 0 ? text : value.slice(0, text.length + 1);
}

/** @returns null for a backslash that escapes nothing */
function unescaped(value: string): string | null {
  const bad: string[] = [];
  const text = value.replace(ESCAPE, (escape, character: string | undefined) => {
    if (character !== undefined) return character;
    if (escape.length === 1) bad.push(escape);
    return Buffer.from(escape.replaceAll('\\', ''), 'hex').toString('utf8');
  });
  return bad.length === 0 ? text : null;
}

/** X.690, 8.1: a string in one short form or in the long form of its length. */
function berText(bytes: Buffer): string | null {
  const long = bytes.length > 1 && bytes[1]! >= 0x80 ? bytes[1]! & 0x7f : 0;
  const length = long === 0 ? (bytes[1] ?? -1) : long <= 3 && bytes.length >= 2 + long ? bytes.readUIntBE(2, long) : -1;
  const content = bytes.subarray(2 + long);
  if (content.length !== length) return null;
  // BMPString holds two bytes a character.
  return bytes[0] === 0x1e && length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : content.toString('utf8');
}
