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

/** Something for backspace to delete: in an empty field a touch keyboard reports nothing. */
export const FILLER = '_'.repeat(64);
/** Long before autocorrection's memory of the field matters. */
export const MOST_TYPED = 256;
