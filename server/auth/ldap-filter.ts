/** What a stranger typed, inside of a search filter. */

/** RFC 4515, 3: these mean something in a filter. */
const SPECIAL = /[\0()*\\]/g;

export function escapeFilterValue(value: string): string {
  return value.replace(SPECIAL, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export function filled(filter: string, values: Record<string, string>): string {
  return filter.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? escapeFilterValue(values[name]!) : place));
}

/** RFC 4514, 2.4: the value that a distinguished name begins with. */
export function firstValue(dn: string): string | null {
  const value = /^[^=,+]+=((?:\\.|[^\\,+])*)/.exec(dn)?.[1];
  if (value === undefined) return null;
  const bytes = value.replace(/(?:\\[0-9a-f]{2})+/gi, (hex) => Buffer.from(hex.replaceAll('\\', ''), 'hex').toString('utf8'));
  return bytes.replace(/\\(.)/g, '$1').trim();
}
