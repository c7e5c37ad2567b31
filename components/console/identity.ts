/** What tells one console's tab from another's at a glance: a colour from the host's id and two or three characters of its name. */

/** Dark enough for white text (WCAG AA, 4.5:1), far enough apart to be told apart in a row of tabs. */
export const badgeColours = [
  '#0b6575',
  '#1d5fa8',
  '#4a4fb5',
  '#7a3fa8',
  '#a03584',
  '#b02a51',
  '#b3361f',
  '#8f5200',
  '#6b6300',
  '#3f7020',
  '#1a7350',
  '#56606b',
] as const;

export function badgeColour(hostId: string): string {
  // FNV-1a, 32 bits: ids that differ in their last digit only still differ in colour.
  let hash = 0x811c9dc5;
  for (let i = 0; i < hostId.length; i++) hash = Math.imul(hash ^ hostId.charCodeAt(i), 0x01000193);
  return badgeColours[(hash >>> 0) % badgeColours.length]!;
}

/** `web-01` → W1, `Build server` → BS, `db12.example.org` → D12, `qemu` → QE. */
export function badgeText(name: string): string {
  const words = name.normalize('NFC').match(/\p{L}+|\p{N}+/gu) ?? [];
  const letters = words.filter((word) => /^\p{L}/u.test(word));
  const number = words.find((word) => /^\p{N}/u.test(word));
  if (number !== undefined && letters.length > 0) {
    // `web-01` and `web-1` are the same machine to most people; of a long number the end tells more.
    const digits = number.replace(/^0+(?=.)/, '').slice(-2);
    return `${first(letters[0]!)}${digits}`.toUpperCase();
  }
  if (letters.length >= 2) return `${first(letters[0]!)}${first(letters[1]!)}`.toUpperCase();
  return (
    Array.from(letters[0] ?? number ?? name.trim())
      .slice(0, 2)
      .join('') || '?'
  ).toUpperCase();
}

const first = (word: string) => Array.from(word)[0] ?? '';
