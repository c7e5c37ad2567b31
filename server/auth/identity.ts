import { z } from 'zod';
import { localeSchema } from '../contract/settings';
import { roleSchema } from '../contract/people';

/** Who asks, and by what: the answer to every question about rights begins here. */
export const identitySchema = z.object({
  user: z.object({
    id: z.string().min(1),
    name: z.string().min(1),
    displayName: z.string(),
    role: roleSchema,
    /** What they chose; null: as their browser asks for. */
    locale: localeSchema.nullable(),
  }),
  via: z.object({
    /** A browser that signed in, or an API token. */
    kind: z.enum(['login', 'token']),
    id: z.string().min(1),
    /** ms since 1970 UTC; null: does not expire. */
    expiresAt: z.int().nullable(),
  }),
});
export type Identity = z.infer<typeof identitySchema>;

/** Who did something, for the audit. */
export interface Actor {
  id: string;
  name: string;
  /** The client's address; empty where there is none. */
  address: string;
}

/** Whoever runs the command line has the database and the secret anyway, and no account. */
export const commandLine: Actor = { id: '', name: 'command line', address: '' };
