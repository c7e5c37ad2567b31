import { z } from 'zod';
import { localeSchema } from '../contract/settings';
import { roleSchema } from '../contract/people';
import { fullScope, tokenScopeSchema } from '../contract/token-scope';

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
    /** How a browser signed in: `password`, `passkey`, `invite`, or which of the configured places; empty for a token. */
    provider: z.string().default(''),
    /** When a second factor was last shown in this sign-in, ms; null: not at all, and always for a token. */
    factorAt: z.int().nullable().default(null),
    /** When the password was last given in this sign-in, or when it began at another place, ms; null: always for a token. */
    provedAt: z.int().nullable().default(null),
    /** What a token may do of what its owner may. */
    scope: tokenScopeSchema.default(fullScope),
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
