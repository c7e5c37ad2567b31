/** Lists of groups, as people write them into a variable and proxies into a header. Names may be distinguished names, which have commas. */

/** The types of names of groups and of what is above them (RFC 4519). Other text with a `=` in it is no distinguished name. */
const DN_PART = /^(?:oid\.)?(?:cn|ou|o|dc|c|l|st|street|uid|sn|\d+(?:\.\d+)+)\s*=/i;
const DC_PART = /^(?:dc|domaincomponent)\s*=/i;
/** A blank before the beginning of another distinguished name. */
const NEXT_DN = /(?<=[^\s,;+\\])\s+(?=(?:cn|ou|uid)\s*=)/i;

export const groupSeparators = ['auto', 'comma', 'semicolon', 'pipe', 'blank', 'json'] as const;
export type GroupSeparator = (typeof groupSeparators)[number];

/** Whether it is meant as a distinguished name, well-formed or not. */
export const isLikeDn = (name: string): boolean => DN_PART.test(name);

/** Of a variable: separated by semicolons, or by commas where there is no semicolon. */
export function configuredGroups(text: string): string[] {
  const parts = splitAt(text, ';');
  return named(parts.length > 1 ? parts : atCommas(text));
}

/**
 * Of a header. With `auto`, a list in JSON is one; else `;` and `|` separate, then commas outside of distinguished names, and blanks only where
 * nothing else does and no word has a capital letter: `Domain Admins` is one group.
 */
export function proxiedGroups(text: string, separator: GroupSeparator): string[] {
  const list = text.trim();
  switch (separator) {
    case 'comma':
      return named(atCommas(list));
    case 'semicolon':
      return named(splitAt(list, ';'));
    case 'pipe':
      return named(splitAt(list, '|'));
    case 'blank':
      return named(list.split(/\s+/));
    case 'json':
      return named(jsonList(list) ?? []);
    case 'auto':
      return named(jsonList(list) ?? guessed(list.replace(/^\[(.*)\]$/, '$1').trim()));
  }
}

function guessed(list: string): string[] {
  const parts = splitAt(list, ';|');
  if (parts.length > 1) return parts.flatMap(atCommas);
  if (/[,=]/.test(list)) return atCommas(list);
  return /[\p{Lu}\p{Lt}"]/u.test(list) ? [list] : list.split(/\s+/);
}

function jsonList(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : null;
  } catch {
    return null;
  }
}

/** Parts of one distinguished name stay together. Domain components are its end. */
function atCommas(text: string): string[] {
  const names: string[] = [];
  let before = '';
  for (const part of splitAt(text, ',').flatMap((part) =>
    part.split(NEXT_DN).map((piece, index) => ({ piece: piece.trim(), first: index === 0 })),
  )) {
    const goesOn = part.first && isLikeDn(before) && isLikeDn(part.piece) && (!DC_PART.test(before) || DC_PART.test(part.piece));
    if (goesOn) names.push(`${names.pop()!},${part.piece}`);
    else names.push(part.piece);
    before = part.piece;
  }
  return names;
}

/** At any of the separators that is neither escaped by a backslash nor inside of quotation marks that begin a name or a value. */
function splitAt(text: string, separators: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\' && at + 1 < text.length) {
      part += character + text[++at]!;
    } else if (character === '"' && /(?:^|=)\s*$/.test(part) && text.includes('"', at + 1)) {
      const end = text.indexOf('"', at + 1);
      part += text.slice(at, end + 1);
      at = end;
    } else if (separators.includes(character)) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

function named(parts: string[]): string[] {
  return parts
    .map((part) =>
      part
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter((name) => name !== '');
}
