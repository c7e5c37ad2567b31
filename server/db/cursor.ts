/** Cursors of lists: the sort key of the last row, opaque to the caller and parsed like anything else that a caller sends. */

import type { z } from 'zod';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';
import type { Page } from '../contract/page';

function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** @throws PortalError `invalid` */
export function readCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | null {
  if (cursor === undefined) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // not even JSON
  }
  throw new PortalError('invalid', {
    message: text('errors.cursor'),
    fields: { cursor: text('fields.cursor') },
  });
}

/** @param rows one more than the page holds, where there is more */
export function cutPage<T>(rows: T[], limit: number, place: (last: T) => unknown): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(place(last)) : null };
}
