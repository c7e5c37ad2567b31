import { z } from 'zod';
import { lineSchema } from './host';

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

/** A console that is open now, for those who look after all of them. */
export const liveSessionSchema = sessionSchema.extend({
  /** How others see who it belongs to: their display name, or else their name. */
  shownName: z.string(),
  /** The process that carries it, as `GET /nodes` names it. */
  node: z.string(),
  /** null: another process of the portal carries it, and tells its traffic when it ends. */
  bytesToHost: sessionSchema.shape.bytesToHost.nullable(),
  bytesFromHost: sessionSchema.shape.bytesFromHost.nullable(),
});
export type LiveSession = z.infer<typeof liveSessionSchema>;

export const MAX_END_MESSAGE = 300;
/** What whoever ends a console wants its person to read. */
export const sessionEndSchema = z.strictObject({ message: lineSchema(MAX_END_MESSAGE).default('') });

/** More people on one host than a page names. */
export const MAX_OTHERS = 100;

/** What became of one attempt to open a console. The browser itself sees only close code 1006. */
export const attemptSchema = z.object({
  id: z.string(),
  /** `approving`: the host is silent, and somebody there probably has to agree to the connection. */
  state: z.enum(['connecting', 'asking', 'approving', 'open', 'refused', 'ended']),
  /** While `asking`: the VNC server wants these, and waits. */
  needs: z.array(z.enum(['username', 'password'])),
  /** Of `needs`, what may be left out: the server has another way to sign in without it. */
  optional: z.array(z.enum(['username', 'password'])).default([]),
  /** A fixed word for the outcome, such as `certificate_self_signed`; empty while all is well. */
  code: z.string(),
  /** What happened and why, in a sentence. */
  message: z.string(),
  /** What to do next. */
  next: z.string(),
  /** With `host_in_use`: who has it, and since when; `message` tells it too. */
  holder: z.object({ userName: z.string(), since: z.number().int() }).nullable().default(null),
  /** With `host_login_blocked` and `host_login_paused`: when it can be tried again; `message` tells it too. */
  until: z.number().int().nullable().default(null),
  at: z.number().int(),
  /** Who asked for this host since, which takes one person at a time. */
  asked: z.array(z.object({ userName: z.string(), at: z.number().int() })),
  /** While `open`: every other console that is open on the same host, those in control first, then the longest open; at most MAX_OTHERS. */
  others: z.array(
    z.object({
      userName: z.string(),
      /** Another window of the caller's own. */
      own: z.boolean(),
      access: sessionSchema.shape.access,
      since: z.number().int(),
    }),
  ),
  /** What the host's admin has everybody read, as it is now; empty without one, and when the attempt has come to its end. */
  banner: z.string(),
  /** Bytes of any kind that the portal has heard on the console's connection: a page whose own do not arrive has lost it. */
  heard: z.number().int(),
});
export type Attempt = z.infer<typeof attemptSchema>;
export const attemptQuerySchema = z.strictObject({
  /** `heard` is to be of this moment: otherwise it may be older, where another process of the portal carries the console. */
  heard: z.literal('now').optional(),
});
/** For this console alone: kept in memory until the login is over, and nowhere else. */
export const attemptCredentialsSchema = z.strictObject({
  username: z.string().max(255).optional(),
  password: z.string().max(255).optional(),
});
/** Who has the keyboard and pointer of a host now. */
export const holderSchema = z.object({
  holder: z.object({ userName: z.string(), since: z.number().int() }).nullable(),
});
export type Holder = NonNullable<z.infer<typeof holderSchema>['holder']>;
export const attemptIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
