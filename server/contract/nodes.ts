import { z } from 'zod';

/** A process of the portal. Several share a machine (WORKERS), and several machines a database. */
export const nodeSchema = z.object({
  id: z.string(),
  /** The name of its machine. */
  machine: z.string(),
  /** Which of its machine's processes, from 1. */
  worker: z.number().int(),
  version: z.string(),
  startedAt: z.number().int(),
  /** When it last told of itself, ms since 1970 UTC by its own clock. */
  seenAt: z.number().int(),
  /** `draining`: it takes no new consoles. `lost`: it is not heard any more, and its consoles are marked as ended. */
  state: z.enum(['up', 'draining', 'lost']),
  consoles: z.number().int(),
  /** Cores in use, such as 0.25. */
  cpu: z.number(),
  /** Bytes of resident memory. */
  memory: z.number().int(),
  /** By how much its event loop was late, 99th percentile of the last seconds, ms. */
  delay: z.number(),
  /** Bytes a second, both ways. */
  traffic: z.number(),
  /** Whether it answers this call. */
  here: z.boolean(),
});
export type PortalNode = z.infer<typeof nodeSchema>;
