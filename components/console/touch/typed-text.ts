/**
 * What a touch keyboard did to a text field. Such keyboards send no key events worth the name, correct words after they were typed and
 * compose them piece by piece: only the field's text before and after tells.
 */

export interface Typed {
  backspaces: number;
  text: string;
}

/** @param before and @param after the field's text; the caret is at its end */
export function typedBetween(before: string, after: string): Typed {
  const old = Array.from(before);
  const now = Array.from(after);
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same]) same++;
  return { backspaces: old.length - same, text: now.slice(same).join('') };
}

/**
 * Something for backspace to delete: in an empty field a touch keyboard reports nothing. Of short words, because a backspace that is held deletes
 * word by word, and without a space at the end, which two spaces would turn into a full stop.
 */
export const FILLER = '_ '.repeat(32) + '_';
/** Long before autocorrection's memory of the field matters. */
export const MOST_TYPED = 256;

/** Their input methods compose in Latin letters what becomes something else. */
const COMPOSED = /^(zh|ja|ko)\b/i;

/**
 * Whether what is being composed is better kept until it is done. Keyboards for Latin languages compose every word, and whoever types it
 * wants to see it at once.
 */
export function waitsForCommit(composing: string, languages: readonly string[]): boolean {
  return languages.some((language) => COMPOSED.test(language)) || /[\u0250-\u1dff\u1f00-\u1fff\u2070-\u{10ffff}]/u.test(composing);
}
