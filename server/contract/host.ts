import { z } from 'zod';
import { keyboardLayoutSchema } from './keyboard';
import { pageOf, pageQuerySchema } from './page';
import { sentence } from './sentence';
import { targetSchema } from './target';

export const hostIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const hostIdSchema = z.string().regex(hostIdPattern, sentence('hostId'));

/** Tags are stored as JSON text and offered as filters: short, and without what would need quoting. */
export const tagSchema = z
  .string()
  .trim()
  .min(1, sentence('emptyTag'))
  .max(40, sentence('longTag'))
  .regex(/^[^\s,"'\\\p{Cc}]+$/u, sentence('tagCharacters'));

/** Text typed by an admin and shown in lists: one line, no control characters. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .max(max, sentence('longText'))
    .regex(/^\P{Cc}*$/u, sentence('oneLine'));

/** What an admin has everybody read who opens the console: a few lines, without control characters. */
const bannerSchema = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n'))
  .trim()
  .max(500, sentence('longText'))
  .regex(/^(?:\P{Cc}|\n)*$/u, sentence('onlyLineBreaks'));

export const balanceSchema = z.enum(['failover', 'round-robin']);
export const clipboardPolicySchema = z.enum(['both', 'in', 'out', 'none']);

const fingerprintSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, sentence('fingerprint'));

const PEM = /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/;
export const tlsSchema = z.strictObject({
  /** PEM certificates that the host's certificate must lead to, instead of the system's. With it only TLS with a certificate is spoken. */
  ca: z.string().trim().max(65536).regex(PEM, sentence('pem')).optional(),
  /** The name that the certificate must be for, where it is not the target's own. */
  servername: lineSchema(253).optional(),
  /** Accept any certificate. A pin still counts. */
  insecure: z.boolean().optional(),
  /** Accept TLS without a certificate (anonymous Diffie-Hellman). */
  allowAnonymous: z.boolean().optional(),
  /** Sign in by types whose password whoever answers can read (ARD, MSLogonII, Plain), where nothing protects it on the way. */
  allowUnprotectedPassword: z.boolean().optional(),
  /** Remember the certificate or key that the host shows first, and accept no other from then on. */
  trustOnFirstUse: z.boolean().optional(),
  /** SHA-256 of the certificate that was remembered; an admin may set or forget it. With it only what verifies it is spoken. */
  pin: fingerprintSchema.optional(),
  /** SHA-256 of the RSA key that was remembered (RealVNC's RSA-AES). */
  keyPin: fingerprintSchema.optional(),
});
export type HostTls = z.infer<typeof tlsSchema>;

export const policySchema = z.strictObject({
  clipboard: clipboardPolicySchema,
  record: z.boolean(),
  exclusive: z.boolean(),
  /** Consoles at one time; no limit when absent. */
  maxViewers: z.number().int().min(1).max(1000).optional(),
  /** Whoever opens it has shown a second factor in the last minutes. Absent in hosts stored before there was the choice. */
  secondFactor: z.boolean().default(false),
});
export type HostPolicy = z.infer<typeof policySchema>;
export const defaultPolicy: HostPolicy = { clipboard: 'both', record: false, exclusive: false, secondFactor: false };

export const hostSchema = z.object({
  id: hostIdSchema,
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  targets: z.array(z.string()),
  balance: balanceSchema,
  tls: tlsSchema,
  credentials: z.object({ username: z.string().optional(), hasPassword: z.boolean() }),
  policy: policySchema,
  /** Shown on the console page to all who open the host; empty for none. */
  banner: z.string(),
  /** The layout that the machine is set to; null when nobody said. */
  keyboard: keyboardLayoutSchema.nullable(),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
});
export type Host = z.infer<typeof hostSchema>;

const MAX_TARGETS = 32;
const MAX_TAGS = 32;

export const tagsSchema = z
  .array(tagSchema)
  .max(MAX_TAGS, sentence('manyTags'))
  .transform((tags) => [...new Set(tags)]);

const editable = {
  name: lineSchema(120),
  description: z.string().trim().max(2000, sentence('longText')),
  tags: tagsSchema,
  targets: z
    .array(targetSchema)
    .min(1, sentence('noTarget'))
    .max(MAX_TARGETS, sentence('manyTargets'))
    .refine((targets) => new Set(targets).size === targets.length, sentence('targetTwice')),
  balance: balanceSchema,
  tls: tlsSchema,
  credentials: z.strictObject({
    username: lineSchema(255).nullable().optional(),
    /** Stored sealed, never returned. null forgets it; absent leaves it as it is. */
    password: z.string().min(1).max(255, sentence('longText')).nullable().optional(),
  }),
  /** What is absent stays as it is; null takes the limit away. */
  policy: policySchema.partial().extend({
    maxViewers: policySchema.shape.maxViewers.unwrap().nullable().optional(),
    // Without its default, which would switch it off with any other change.
    secondFactor: z.boolean().optional(),
  }),
  banner: bannerSchema,
  keyboard: keyboardLayoutSchema.nullable(),
};

export const hostCreateSchema = z.strictObject({
  id: hostIdSchema,
  name: editable.name.optional(),
  description: editable.description.default(''),
  tags: editable.tags.default([]),
  targets: editable.targets,
  balance: editable.balance.default('failover'),
  tls: editable.tls.default({}),
  credentials: editable.credentials.default({}),
  policy: editable.policy.default({}),
  banner: editable.banner.default(''),
  keyboard: editable.keyboard.default(null),
});
export type HostCreate = z.infer<typeof hostCreateSchema>;
export type HostCreateInput = z.input<typeof hostCreateSchema>;

export const hostPatchSchema = z.strictObject(editable).partial();
export type HostPatch = z.infer<typeof hostPatchSchema>;
export type HostPatchInput = z.input<typeof hostPatchSchema>;

/** What is known of a host without having harmed it: a probe of its HTTP port, or how its last console went. */
export const hostStatusSchema = z.object({
  state: z.enum(['up', 'down', 'unknown']),
  source: z.enum(['probe', 'console', 'none']),
  /** When that was seen, ms since 1970 UTC; null when never. */
  at: z.number().int().nullable(),
  detail: z.string(),
});
export type HostStatus = z.infer<typeof hostStatusSchema>;

export const hostRowSchema = hostSchema.extend({
  status: hostStatusSchema,
  /** Consoles open now. */
  live: z.number().int(),
  /** What the caller may do there. */
  access: z.enum(['view', 'control']),
  favourite: z.boolean(),
  /** When the caller last opened it; null when never. */
  openedAt: z.number().int().nullable(),
});
export type HostRow = z.infer<typeof hostRowSchema>;

export const hostSortSchema = z.enum(['recent', 'name', '-name', 'id', '-id', 'updated']);
export type HostSort = z.infer<typeof hostSortSchema>;

export const hostQuerySchema = pageQuerySchema.extend({
  /** Every word must appear in the name, id, tags or an address. */
  q: z.string().trim().max(200).default(''),
  tag: z.string().max(40).optional(),
  /** Only hosts without any tag. */
  untagged: z.enum(['true', 'false']).optional(),
  sort: hostSortSchema.default('recent'),
});
export type HostQuery = z.infer<typeof hostQuerySchema>;
export const hostPageSchema = pageOf(hostRowSchema).extend({
  /** Hosts that match, over all pages. */
  total: z.number().int(),
});
export type HostPage = z.infer<typeof hostPageSchema>;

export const hostTestSchema = z.object({
  ok: z.boolean(),
  targets: z.array(
    z.object({
      target: z.string(),
      ok: z.boolean(),
      steps: z.array(z.object({ name: z.string(), ok: z.boolean(), ms: z.number(), detail: z.string(), next: z.string().optional() })),
    }),
  ),
});
export type HostTest = z.infer<typeof hostTestSchema>;

export const tagCountSchema = z.object({ tag: z.string(), hosts: z.number().int() });
