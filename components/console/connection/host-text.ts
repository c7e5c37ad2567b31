/** Text that a VNC server sent is hostile: it is shortened, freed of what could disguise it, and only ever shown as text. */

const MAX_LINE = 200;
/** More than anybody reads in a panel; a textarea with far more freezes the page. */
const MAX_CLIPBOARD = 1024 * 1024;

/** One line: controls, line breaks and invisible direction marks (categories Cc, Cf, Zl, Zp) become spaces. */
export function hostLine(text: string, max = MAX_LINE): string {
  // Cut before the replacements too, so that a name of many megabytes costs nothing.
  const line = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > max ? `${wholeCharacters(line, max - 1)}…` : line;
}

/** A clipboard's text: lines and tabs stay, other controls go. `cut` tells that it was longer than a panel holds. */
export function hostClipboard(text: string, max = MAX_CLIPBOARD): { text: string; cut: boolean } {
  const kept = wholeCharacters(text, max)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');
  return { text: kept, cut: text.length > max };
}

/** The first `max` UTF-16 units, never ending in half a character. */
function wholeCharacters(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}
