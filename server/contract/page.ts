/** Lists are paged by cursor: an opaque text that says where the next page begins. */

import { z } from 'zod';

export const DEFAULT_PAGE = 50;
/** A page is rendered and sent at once; more than this and the answer's time shows in everybody's latency. */
export const MAX_PAGE = 500;

export const pageQuerySchema = z.object({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
