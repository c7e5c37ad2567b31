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
  'host.create',
  'host.update',
  'host.remove',
  'console.open',
  'console.refuse',
  'console.end',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditRowSchema = z.object({
  id: z.string(),
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

export const auditQuerySchema = pageQuerySchema.extend({
  actor: z.string().max(63).optional(),
  action: auditActionSchema.optional(),
  host: z.string().max(63).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export const auditPageSchema = pageOf(auditRowSchema);
