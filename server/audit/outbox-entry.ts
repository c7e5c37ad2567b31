/** What waits to be written into the audit: data and no code, so that a file can keep it until the next start. */

import { z } from 'zod';
import type { UnchainedRow } from './chain';

/** How a console ended, which its own row has to say too. */
const consoleEndSchema = z.object({
  /** Close code, or the HTTP status of what was refused before it was open. */
  code: z.number().int(),
  reason: z.string(),
  bytesToHost: z.number(),
  bytesFromHost: z.number(),
  target: z.string(),
});
export type ConsoleEndEntry = z.infer<typeof consoleEndSchema>;

const rowSchema = z.object({
  id: z.string().min(1),
  /** When it happened, not when it is written. */
  at: z.number().int(),
  action: z.string(),
  actor_id: z.string(),
  actor_name: z.string(),
  address: z.string(),
  host_id: z.string(),
  session_id: z.string(),
  detail: z.string(),
}) satisfies z.ZodType<UnchainedRow>;

export const outboxEntrySchema = z.object({ row: rowSchema, end: consoleEndSchema.nullable() });
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;
