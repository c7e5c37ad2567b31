/** What somebody types as their name: alone, with the domain before it (`EXAMPLE\anna`), or with the domain after it (`anna@example.org`). */

/** Longer than the longest that a directory allows (userPrincipalName: 256), and a bound on what strangers have searched for. */
const MAX_NAME = 256;

export interface TypedName {
  /** All of it. */
  whole: string;
  /** Without the domain. */
  short: string;
  /** null: none was typed. */
  domain: string | null;
}

/** @returns null for what no account can be called */
export function readTypedName(text: string): TypedName | null {
  // Input methods of East Asian languages type the wide forms of `@` and `\`.
  const whole = text
    .slice(0, 2 * MAX_NAME)
    .normalize('NFKC')
    .trim();
  if (whole === '' || whole.length > MAX_NAME || /\p{Cc}/u.test(whole)) return null;
  const before = /^([^\\]+)\\([^\\]+)$/.exec(whole);
  if (before) return { whole, short: before[2]!.trim(), domain: before[1]!.trim() };
  const after = /^(.+)@([^@]+)$/.exec(whole);
  if (after) return { whole, short: after[1]!.trim(), domain: after[2]!.trim() };
  return { whole, short: whole, domain: null };
}

/** The same for all spellings that a directory may take for one: case, accents, blanks, invisible characters (RFC 4518, 2). */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Z}]/gu, '')
    .toUpperCase()
    .toLowerCase();
}
