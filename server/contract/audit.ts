import { z } from 'zod';
import { pageOf, pageQuerySchema } from './page';

/** Everything that the audit table may say. A name is never reused for something else. */
export const auditActions = [
  'setup.complete',
  'login.success',
  'login.failure',
  'login.throttled',
  'login.end',
  'token.create',
  'token.revoke',
  'user.create',
  'user.update',
  'user.disable',
  'user.enable',
  'user.password',
  'user.remove',
  'user.invite',
  'user.factors',
  'group.create',
  'group.update',
  'group.remove',
  'group.join',
  'group.leave',
  'grant.create',
  'grant.update',
  'grant.remove',
  'factor.add',
  'factor.remove',
  'factor.recovery',
  'factor.fresh',
  'session.end',
  'audit.export',
  'audit.prune',
  'audit.broken',
  'host.create',
  'host.update',
  'host.remove',
  'console.open',
  'console.refuse',
  'console.end',
  'console.return',
  'node.lost',
  'node.return',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditRowSchema = z.object({
  id: z.string(),
  /** Its place in the chain, from 1. */
  seq: z.number().int(),
  /** SHA-256 over the hash of the row before and this row, in hexadecimal. */
  hash: z.string(),
  at: z.number().int(),
  action: auditActionSchema,
  /** Who did it; empty for nobody known (a failed sign-in) and for the command line. */
  actorId: z.string(),
  actorName: z.string(),
  address: z.string(),
  hostId: z.string(),
  sessionId: z.string(),
  /** Particulars, such as close code and bytes. Never a secret, a keystroke or clipboard text. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AuditRow = z.infer<typeof auditRowSchema>;
export type AuditDetail = AuditRow['detail'];

/** One action, or several with commas between. */
const actionsSchema = z
  .string()
  .max(1000)
  .transform((text) => text.split(','))
  .pipe(z.array(auditActionSchema).min(1));
const filterSchema = z.object({
  /** Name of the person. */
  actor: z.string().max(63).optional(),
  /** Tells people apart who had a name one after the other. */
  actorId: z.string().max(63).optional(),
  action: actionsSchema.optional(),
  host: z.string().max(63).optional(),
  /** First and last moment, ms since 1970 UTC. */
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export type AuditFilter = z.output<typeof filterSchema>;
export const auditQuerySchema = pageQuerySchema.extend(filterSchema.shape);

/** `json` is one list, `jsonl` an object a line. */
export const auditFormatSchema = z.enum(['csv', 'json', 'jsonl']);
export type AuditFormat = z.infer<typeof auditFormatSchema>;
export const auditExportQuerySchema = filterSchema.extend({ format: auditFormatSchema.default('csv') });

export const auditDestinationSchema = z.object({
  kind: z.enum(['syslog', 'webhook']),
  /** Scheme, host and port; what else an address has may be a secret. */
  address: z.string(),
  /** The last row that arrived, and how many wait. */
  seq: z.number().int(),
  waiting: z.number().int(),
  forwardedAt: z.number().int().nullable(),
  /** Why the last attempt failed, and when; null: it did not. */
  error: z.string().nullable(),
  errorAt: z.number().int().nullable(),
});
export type AuditDestination = z.infer<typeof auditDestinationSchema>;
export const auditKeepingSchema = z.object({
  /** Days that a row is kept; null: for good. */
  retentionDays: z.number().int().nullable(),
  /** Where the rows go besides. */
  destinations: z.array(auditDestinationSchema),
});
export type AuditKeeping = z.infer<typeof auditKeepingSchema>;
export const auditPageSchema = pageOf(auditRowSchema);
