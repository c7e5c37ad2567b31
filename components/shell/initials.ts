/** At most two letters that stand for a person. */
export function initials(displayName: string, name: string): string {
  const words = (displayName.trim() || name).split(/[\s._-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0] ?? name;
  const last = words.length > 1 ? words[words.length - 1]! : '';
  return `${firstLetter(first) || '?'}${firstLetter(last)}`.toUpperCase();
}

const firstLetter = (word: string): string => /^./u.exec(word)?.[0] ?? '';
