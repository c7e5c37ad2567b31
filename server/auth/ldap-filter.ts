/** What a stranger typed, inside of a search filter. */

/** RFC 4515, 3: these mean something in a filter. */
const SPECIAL = /[\0()*\\]/g;

export function escapeFilterValue(value: string): string {
  return value.replace(SPECIAL, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export function filled(filter: string, values: Record<string, string>): string {
  return filter.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? escapeFilterValue(values[name]!) : place));
}
