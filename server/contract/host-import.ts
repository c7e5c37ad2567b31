/** A file of hosts, and what it would make of the registry. */

import { z } from 'zod';
import { fileFormatSchema } from './host-bulk';

/** Ten thousand hosts and some certificates; more is the command line's. */
export const MAX_IMPORT_BYTES = 2_000_000;
export const MAX_IMPORT_HOSTS = 10_000;
/** Of a body that carries such a text: in JSON a quote and a line break take two bytes. */
export const MAX_IMPORT_BODY_BYTES = 2 * MAX_IMPORT_BYTES + 10_000;

export const hostImportSchema = z.strictObject({
  format: fileFormatSchema,
  text: z.string().max(MAX_IMPORT_BYTES),
  /** Remove the hosts that the file does not name. */
  prune: z.boolean().default(false),
  /** Only tell what would be done. */
  dryRun: z.boolean().default(true),
  /** The `plan` of an answer to the same text: refused with `plan_changed` when the hosts have changed since in a way that matters to it. */
  plan: z.string().max(128).optional(),
});
export type HostImportInput = z.infer<typeof hostImportSchema>;

/** One field, before and after. Fields are named as in a file (`policy.clipboard`); a password is named without its values. */
export const fieldChangeSchema = z.object({ field: z.string(), before: z.string(), after: z.string() });
export type FieldChange = z.infer<typeof fieldChangeSchema>;

const plannedSchema = z.object({ id: z.string(), name: z.string() });

export const hostImportPlanSchema = z.object({
  /** Names this very plan. */
  plan: z.string(),
  /** Whether it was carried out. */
  applied: z.boolean(),
  add: z.array(plannedSchema.extend({ targets: z.array(z.string()) })),
  change: z.array(
    plannedSchema.extend({
      fields: z.array(fieldChangeSchema),
      /** Consoles on this node that it ends. */
      ended: z.number().int(),
      /** Whether the stored password is forgotten because targets or TLS options change and the file has no password. */
      forgetsPassword: z.boolean(),
    }),
  ),
  remove: z.array(plannedSchema.extend({ ended: z.number().int() })),
  unchanged: z.number().int(),
  /** Hosts that the file does not name and that stay. */
  kept: z.number().int(),
  /** Mistakes: while there is one nothing is done. */
  findings: z.array(z.object({ where: z.string(), id: z.string(), field: z.string(), message: z.string() })),
  /** More than are listed. */
  moreFindings: z.number().int(),
});
export type HostImportPlan = z.infer<typeof hostImportPlanSchema>;
