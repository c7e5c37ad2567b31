import type { HostPage, HostRow } from '@/server/contract/host';

export const groups = ['favourites', 'recent', 'rest'] as const;
export type HostGroup = (typeof groups)[number];

/** A host in the list, with the group that it stood in when it was loaded: a row does not move under somebody's pointer. */
export interface HostItem extends HostRow {
  group: HostGroup;
}

export function toItem(row: HostRow): HostItem {
  return { ...row, group: row.favourite ? 'favourites' : row.openedAt === null ? 'rest' : 'recent' };
}

/** Brings rows up to date where they stand. */
export function mergeRows(items: HostItem[], fresh: HostRow[]): HostItem[] {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  return items.map((item) => {
    const row = byId.get(item.id);
    return row ? { ...row, group: item.group } : item;
  });
}

interface Loaded {
  items: HostItem[];
  total: number | null;
  nextCursor: string | null;
}

/**
 * What a list becomes by a fresh answer from its beginning. While no host came or went it is the same list with newer rows. Otherwise
 * the answer replaces it, unless more was loaded by scrolling than one answer holds.
 */
export function refreshed(last: Loaded, page: HostPage): Loaded {
  if (page.total === last.total || last.items.length > page.items.length + 1) {
    return { ...last, items: mergeRows(last.items, page.items), total: page.total };
  }
  return { items: page.items.map(toItem), total: page.total, nextCursor: page.nextCursor };
}
