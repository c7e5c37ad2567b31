import { z } from 'zod';
import { lineSchema } from './host';
import { pageOf, pageQuerySchema } from './page';
import { sentence } from './sentence';
import { fullScope, tokenScopeSchema } from './token-scope';

export const roleSchema = z.enum(['admin', 'user']);
export type Role = z.infer<typeof roleSchema>;

export const MIN_PASSWORD = 8;
/** argon2 takes any length; this bounds what a stranger can make it hash. */
export const MAX_PASSWORD = 256;

export const userNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{0,62}$/, sentence('userName'));
export const passwordSchema = z.string().min(MIN_PASSWORD, sentence('shortPassword')).max(MAX_PASSWORD, sentence('longPassword'));
export const displayNameSchema = lineSchema(80);

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  createdAt: z.number().int(),
  lastSignInAt: z.number().int().nullable(),
  /** Whether one can sign in with name and password. */
  hasPassword: z.boolean(),
  /** Whether the next sign-in has to set a new one. */
  mustChangePassword: z.boolean(),
  /** Until when the invitation that is out is good; null: none is. */
  invitedUntil: z.number().int().nullable(),
  /** Where else this account signs in: the names of those places. */
  providers: z.array(z.string()),
  totp: z.boolean(),
  passkeys: z.number().int(),
  /** API tokens that have not expired. */
  tokens: z.number().int(),
  /** The groups that the user is in, for whatever reason. */
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type User = z.infer<typeof userSchema>;

export const userCreateSchema = z.strictObject({
  name: userNameSchema,
  displayName: displayNameSchema.optional(),
  role: roleSchema.default('user'),
  /** Without one, the user is invited, or signs in elsewhere. */
  password: passwordSchema.optional(),
  mustChangePassword: z.boolean().default(false),
});
export type UserCreate = z.infer<typeof userCreateSchema>;

export const userPatchSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
  /** Setting it signs the user out everywhere. */
  password: passwordSchema.optional(),
  /** Demands a new password at the next sign-in. */
  mustChangePassword: z.boolean().optional(),
  /** Revokes the user's API tokens too. */
  revokeTokens: z.boolean().default(false),
});
export type UserPatch = z.infer<typeof userPatchSchema>;

export const userQuerySchema = pageQuerySchema.extend({ q: z.string().trim().max(200).default('') });
/** In a query, where there is no body. */
export const revocationQuerySchema = z.object({
  revokeTokens: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
});
export const userPageSchema = pageOf(userSchema);

export const meSchema = userSchema.extend({ via: z.enum(['login', 'token']) });
export type Me = z.infer<typeof meSchema>;

export const passwordChangeSchema = z.strictObject({
  current: z.string().max(MAX_PASSWORD),
  password: passwordSchema,
  /** Revokes the caller's API tokens too. */
  revokeTokens: z.boolean().default(false),
});

/** A sign-in: one browser that holds a session cookie. */
export const loginSchema = z.object({
  id: z.string(),
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  lastSeenAt: z.number().int(),
  address: z.string(),
  userAgent: z.string(),
  /** How: `password`, `passkey`, `invite`, or the id of the place whose account it was. */
  provider: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export type Login = z.infer<typeof loginSchema>;

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number().int(),
  expiresAt: z.number().int().nullable(),
  /** To the minute. */
  lastUsedAt: z.number().int().nullable(),
  /** From where that was; null: not known. */
  lastUsedAddress: z.string().nullable(),
  scope: tokenScopeSchema,
});
export type Token = z.infer<typeof tokenSchema>;

export const MAX_TOKEN_DAYS = 3650;
/** A token that is forgotten ends by itself. */
export const DEFAULT_TOKEN_DAYS = 90;
/** More than a person keeps apart; each is a row in lists. */
export const MAX_TOKENS = 200;
export const tokenCreateSchema = z.strictObject({
  name: lineSchema(80).min(1, sentence('tokenName')),
  /** null: it does not expire. */
  expiresInDays: z.number().int().min(1).max(MAX_TOKEN_DAYS).nullable().default(DEFAULT_TOKEN_DAYS),
  scope: tokenScopeSchema.default(fullScope),
});
/** The token itself is in the answer to its creation and nowhere else, ever. */
export const tokenCreatedSchema = tokenSchema.extend({ token: z.string() });

export const setupStateSchema = z.object({ needed: z.boolean() });
export const setupSchema = z.strictObject({
  code: z.string().trim().max(64),
  name: userNameSchema,
  displayName: displayNameSchema.optional(),
  password: passwordSchema,
});
