import { z } from 'zod';

/** A console: one person's connection to one host, live or past. `DELETE /api/v1/sessions/:id` ends it. */
export const sessionSchema = z.object({
  id: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  userId: z.string(),
  userName: z.string(),
  address: z.string(),
  access: z.enum(['view', 'control']),
  target: z.string(),
  startedAt: z.number().int(),
  /** Bytes from the browser to the host, and from the host to the browser. */
  bytesToHost: z.number().int(),
  bytesFromHost: z.number().int(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What became of one attempt to open a console. The browser itself sees only close code 1006. */
export const attemptSchema = z.object({
  id: z.string(),
  state: z.enum(['connecting', 'asking', 'open', 'refused', 'ended']),
  /** While `asking`: the VNC server wants these, and waits. */
  needs: z.array(z.enum(['username', 'password'])),
  /** A fixed word for the outcome, such as `certificate_self_signed`; empty while all is well. */
  code: z.string(),
  /** What happened and why, in a sentence. */
  message: z.string(),
  /** What to do next. */
  next: z.string(),
  at: z.number().int(),
  /** Who asked for this host since, which takes one person at a time. */
  asked: z.array(z.object({ userName: z.string(), at: z.number().int() })),
});
export type Attempt = z.infer<typeof attemptSchema>;
/** For this console alone: kept in memory until the login is over, and nowhere else. */
export const attemptCredentialsSchema = z.strictObject({
  username: z.string().max(255).optional(),
  password: z.string().max(255).optional(),
});
export const attemptIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
