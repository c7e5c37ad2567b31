const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, to three digits: "812 B", "1.2 kB", "34.5 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]!}`;
}

const numbers = new Intl.NumberFormat('en-US');

/** "1 host", "10,000 hosts". */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}
