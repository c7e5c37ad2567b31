const DIGITS = 12;

/** A text to sort names by as people do: without case, and "vm 2" before "vm 10". */
export function naturalKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[0-9]+/g, (digits) => digits.replace(/^0+(?=[0-9])/, '').padStart(DIGITS, '0'));
}
