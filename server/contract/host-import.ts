/** A file of hosts, and what it would make of the registry. */

import { z } from 'zod';
import { fileFormatSchema } from './host-bulk';
import { importFormatSchema } from './import-format';
import { sentence } from './sentence';

/** Ten thousand hosts and some certificates; more is the command line's. */
export const MAX_IMPORT_BYTES = 2_000_000;
export const MAX_IMPORT_HOSTS = 10_000;
/** A viewer keeps a file for each connection; a folder of more is imported in parts. */
export const MAX_IMPORT_FILES = 1000;
/** Of a body that carries such a text: in JSON a quote and a line break take two bytes. Beside it stand the names of the files. */
export const MAX_IMPORT_BODY_BYTES = 2 * MAX_IMPORT_BYTES + 400 * MAX_IMPORT_FILES;
const MAX_FILE_NAME = 255;

const importFileSchema = z.strictObject({
  name: z.string().max(MAX_FILE_NAME).default(''),
  text: z.string(),
  /** Found out from the name and the text when absent. */
  format: importFormatSchema.optional(),
});

export const hostImportSchema = z
  .strictObject({
    format: fileFormatSchema.optional(),
    text: z.string().max(MAX_IMPORT_BYTES).optional(),
    /** Instead of `text` and `format`: one or more files, of other programs too. All of their texts together are as long as one may be. */
    files: z
      .array(importFileSchema)
      .min(1)
      .max(MAX_IMPORT_FILES)
      .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MAX_IMPORT_BYTES, sentence('longText'))
      .optional(),
    /** Remove the hosts that the file does not name. */
    prune: z.boolean().default(false),
    /** Only tell what would be done. */
    dryRun: z.boolean().default(true),
    /** The `plan` of an answer to the same text: refused with `plan_changed` when the hosts have changed since in a way that matters to it. */
    plan: z.string().max(128).optional(),
  })
  .refine(({ text, format, files }) => (files === undefined) === (text !== undefined && format !== undefined), {
    path: ['files'],
    message: sentence('eitherFiles'),
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
  /** What each file was taken for. */
  read: z.array(
    z.object({
      name: z.string(),
      format: importFormatSchema,
      hosts: z.number().int(),
      /** Connections of other kinds, such as RDP, which are left out. */
      skipped: z.number().int(),
    }),
  ),
  /** Mistakes: while there is one nothing is done. */
  findings: z.array(z.object({ where: z.string(), id: z.string(), field: z.string(), message: z.string() })),
  /** More than are listed. */
  moreFindings: z.number().int(),
});
export type HostImportPlan = z.infer<typeof hostImportPlanSchema>;
