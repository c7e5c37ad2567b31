'use client';

import { useMemo } from 'react';
import { type Region, useRegion } from './region';

/** International symbols, the same in every language. */
const units = ['kB', 'MB', 'GB', 'TB'] as const;

export type SizeText = (bytes: number) => string;

/** Bytes in decimal units, to three digits: "812 B", "1.2 kB", "34.5 MB". */
export function makeSizeText(region: Region): SizeText {
  const whole = new Intl.NumberFormat(region, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (bytes) => {
    if (bytes < 1000) return `${whole.format(bytes)} B`;
    let value = bytes / 1000;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    return `${(value < 99.95 ? tenths : whole).format(value)} ${units[unit]!}`;
  };
}

/** Sizes as the person who looks writes numbers. */
export function useSizeText(): SizeText {
  const region = useRegion();
  return useMemo(() => makeSizeText(region), [region]);
}
