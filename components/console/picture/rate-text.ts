/** International symbols, the same in every language. */
const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'] as const;

/** Bytes a second as lines are sold, in bits: "812 kbit/s", "3.4 Mbit/s". @param region as of `useRegion` */
export function rateText(bytesPerSecond: number, region: string): string {
  let value = bytesPerSecond * 8;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit >= 2 && value < 99.95 ? 1 : 0;
  return `${new Intl.NumberFormat(region, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)} ${units[unit]!}`;
}
