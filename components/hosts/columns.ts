import type { HostColumn } from '@/server/contract/settings';

/** As they stand beside each other, after the name. */
export const columnOrder: readonly HostColumn[] = ['description', 'address', 'tags', 'status', 'opened', 'updated', 'people'];

/** Where a host is, is told to administrators alone. */
export const columnsFor = (admin: boolean): readonly HostColumn[] =>
  admin ? columnOrder : columnOrder.filter((column) => column !== 'address');

/** Where there is no room for all of them the last ones go first. */
const importance: readonly HostColumn[] = ['status', 'address', 'people', 'opened', 'tags', 'updated', 'description'];

/** Least widths with the gap beside them, as in host-list.module.css. */
const widths: Record<HostColumn, number> = {
  description: 152,
  address: 172,
  tags: 122,
  status: 152,
  opened: 108,
  updated: 108,
  people: 76,
};
/** The page's margins, and what every row has: boxes, star, name and the end. */
const REST = 48 + 16 + 36 + 40 + 192 + 100;

/** Widths of the window from which a column may be there; each has a class in host-list.module.css. */
export const steps = [768, 880, 1000, 1120, 1240, 1360] as const;
export type Step = (typeof steps)[number];

/** The chosen columns in their order, each with the width of the window that it needs. */
export function placeColumns(chosen: readonly HostColumn[]): { column: HostColumn; from: Step }[] {
  let needed = REST;
  const from = new Map<HostColumn, Step>();
  for (const column of importance) {
    if (!chosen.includes(column)) continue;
    needed += widths[column];
    from.set(column, steps.find((step) => step >= needed) ?? steps.at(-1)!);
  }
  return columnOrder.flatMap((column) => (from.has(column) ? [{ column, from: from.get(column)! }] : []));
}
