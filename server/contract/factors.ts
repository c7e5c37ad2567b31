/** Second factors, and the steps of a sign-in that a name and a password alone do not finish. */

import { z } from 'zod';
import { lineSchema } from './host';
import { MAX_PASSWORD, passwordSchema } from './people';

export const factorMethodSchema = z.enum(['totp', 'passkey', 'recovery']);
export type FactorMethod = z.infer<typeof factorMethodSchema>;

/** What a sign-in still wants. `enrol`: a second factor, which the role demands and the account does not have yet. */
export const signInStepSchema = z.enum(['factor', 'enrol', 'password', 'done']);
export type SignInStep = z.infer<typeof signInStepSchema>;
export const signInStateSchema = z.object({
  step: signInStepSchema,
  /** With `factor`: what this account can answer with. */
  methods: z.array(factorMethodSchema),
  name: z.string(),
});
export type SignInState = z.infer<typeof signInStateSchema>;

/** Where one can sign in with an account of another place. */
export const providerSchema = z.object({ id: z.string(), name: z.string() });
export const signInOptionsSchema = z.object({
  providers: z.array(providerSchema),
  /** Whether there are name and password. */
  password: z.boolean(),
  /** Whether they may be those of a directory (LDAP). */
  directory: z.boolean(),
  passkeys: z.boolean(),
  /** Whether a proxy in front may say who somebody is. */
  proxy: z.boolean(),
});
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

/** Six digits, as an authenticator shows them; blanks between them are taken out. */
export const totpCodeSchema = z.string().max(16);
export const recoveryCodeSchema = z.string().max(32);
/** Of the Web Authentication API, passed on as the browser made them; @simplewebauthn/server checks every field. */
export const webauthnJsonSchema = z.looseObject({ id: z.string().max(2048), type: z.literal('public-key') });
/** Options for `navigator.credentials`, and the ceremony that the answer belongs to. */
export const ceremonySchema = z.object({ ceremony: z.string(), options: z.looseObject({}) });
export const ceremonyAnswerSchema = z.strictObject({ ceremony: z.string().max(64), response: webauthnJsonSchema });

export const totpAnswerSchema = z.strictObject({ code: totpCodeSchema });
export const recoveryAnswerSchema = z.strictObject({ code: recoveryCodeSchema });
export const passwordAnswerSchema = z.strictObject({ password: z.string().max(MAX_PASSWORD) });
export const newPasswordSchema = z.strictObject({ password: passwordSchema });
export const passkeyRegisterSchema = ceremonyAnswerSchema.extend({ name: lineSchema(60).default('') });
export const passkeyRenameSchema = z.strictObject({ name: lineSchema(60) });

export const passkeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Kept by a password manager on several devices. */
  backedUp: z.boolean(),
  createdAt: z.number().int(),
  lastUsedAt: z.number().int().nullable(),
});
export type Passkey = z.infer<typeof passkeySchema>;
export const factorsSchema = z.object({
  totp: z.object({ confirmedAt: z.number().int() }).nullable(),
  passkeys: z.array(passkeySchema),
  /** How many are not used yet. */
  recoveryCodes: z.number().int(),
  /** Whether the role demands one, so that the last cannot be removed. */
  required: z.boolean(),
  /** When a second factor was last shown in this sign-in; null: not at all. */
  freshAt: z.number().int().nullable(),
});
export type Factors = z.infer<typeof factorsSchema>;
/** A TOTP secret that waits for its first code: base32, and as a URI for a QR code. Shown once. */
export const totpSetupSchema = z.object({ secret: z.string(), uri: z.string() });
/** Shown once. */
export const recoveryCodesSchema = z.object({ codes: z.array(z.string()) });
/** After a first factor was added there are recovery codes to keep. */
export const factorAddedSchema = z.object({ codes: z.array(z.string()).nullable() });

/** A one-time code for somebody who has no password yet. Shown once. */
export const inviteCreatedSchema = z.object({ code: z.string(), expiresAt: z.number().int() });
export const inviteAcceptSchema = z.strictObject({
  name: z.string().max(64),
  code: z.string().max(64),
  password: z.string().max(MAX_PASSWORD),
});
export const DEFAULT_INVITE_HOURS = 72;
export const inviteSchema = z.strictObject({
  hours: z
    .number()
    .int()
    .min(1)
    .max(30 * 24)
    .default(DEFAULT_INVITE_HOURS),
  /** Revokes the user's API tokens at once, for somebody who gets their account back. */
  revokeTokens: z.boolean().default(false),
});
