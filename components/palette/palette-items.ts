import type { ReactNode } from 'react';

/** A line of the command palette. */
export interface PaletteItem {
  id: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  disabled?: boolean;
  /** One of many of its kind: found by its name only, so that the list begins short. */
  rare?: boolean;
  /** What runs when it is chosen; where it leads instead, an address that the browser may also open in a new tab. */
  run?: () => void;
  href?: string;
}

/** Every word of the query stands in the label or the hint, in whatever order. */
export function matching(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ label, hint = '', disabled, rare }) => {
    const text = `${label} ${hint}`.toLocaleLowerCase();
    return !disabled && (!rare || words.length > 0) && words.every((word) => text.includes(word));
  });
}
