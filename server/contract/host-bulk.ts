/** One change to many hosts, and what a file of hosts is made from. */

import { z } from 'zod';
import { hostIdSchema, hostPatchSchema, hostQuerySchema, tagsSchema } from './host';
import { sentence } from './sentence';

/** As many as the portal is built for; a change of all of them is one transaction. */
export const MAX_BULK = 10_000;

/** Which hosts, by the same search and tag as the list. */
export const hostFilterSchema = hostQuerySchema.pick({ q: true, tag: true });
export type HostFilter = z.infer<typeof hostFilterSchema>;

/** What may be set for many hosts alike. Tags are added and taken away: each host keeps its others. */
export const bulkChangeSchema = hostPatchSchema
  .pick({ policy: true, banner: true, keyboard: true })
  .extend({ addTags: tagsSchema.optional(), removeTags: z.array(z.string().max(40)).max(MAX_BULK).optional() })
  .strict();
export type BulkChange = z.infer<typeof bulkChangeSchema>;

const selection = {
  ids: z.array(hostIdSchema).min(1).max(MAX_BULK).optional(),
  /** Instead of `ids`: all that match. */
  query: hostFilterSchema.strict().optional(),
};

export const hostBulkSchema = z
  .strictObject({
    ...selection,
    change: bulkChangeSchema.optional(),
    /** Instead of `change`. */
    delete: z.literal(true).optional(),
    /** How many hosts the caller means: refused with `plan_changed` when it is another number by now. */
    expect: z.number().int().min(0).optional(),
    /** Only tell what would be done. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ ids, query }) => (ids === undefined) !== (query === undefined), { path: ['ids'], message: sentence('eitherIds') })
  .refine((body) => (body.change === undefined) !== (body.delete === undefined), {
    path: ['change'],
    message: sentence('eitherChange'),
  });
export type HostBulk = z.infer<typeof hostBulkSchema>;

export const hostBulkResultSchema = z.object({
  /** Hosts that were meant. */
  matched: z.number().int(),
  /** Those that differ by it. */
  changed: z.number().int(),
  removed: z.number().int(),
  /** Consoles on this node that it ends. */
  ended: z.number().int(),
});
export type HostBulkResult = z.infer<typeof hostBulkResultSchema>;

export const fileFormatSchema = z.enum(['csv', 'yaml']);
export type FileFormat = z.infer<typeof fileFormatSchema>;

export const hostExportQuerySchema = hostFilterSchema.extend({ format: fileFormatSchema });
