/** From what a file says of a host to what the registry takes. */

import { z } from 'zod';
import { text, type Text } from '../../messages/text';
import { hostIdSchema, type HostPatchInput } from '../contract/host';
import { check, fieldTexts, sentence } from '../contract/sentence';

/** As people write a switch. */
const truths: Record<string, boolean> = { true: true, yes: true, on: true, '1': true, false: false, no: false, off: false, '0': false };
const flag = z.string().transform((text, context) => {
  const truth = truths[text.toLowerCase()];
  if (truth !== undefined) return truth;
  context.addIssue({ code: 'custom', message: sentence('truth') });
  return z.NEVER;
});
const count = z
  .string()
  .regex(/^\d{1,9}$/, sentence('wholeNumber'))
  .transform(Number);

const list = (separators: RegExp) =>
  z.union([z.string().transform((text) => text.split(separators).filter((part) => part !== '')), z.array(z.string())], {
    error: sentence('list'),
  });

const tls = z.strictObject({
  ca: z.string().optional(),
  servername: z.string().optional(),
  insecure: flag.optional(),
  allowAnonymous: flag.optional(),
  allowUnprotectedPassword: flag.optional(),
  trustOnFirstUse: flag.optional(),
  pin: z.string().optional(),
  keyPin: z.string().optional(),
});
const policy = z.strictObject({
  clipboard: z.string().optional(),
  record: flag.optional(),
  exclusive: flag.optional(),
  secondFactor: flag.optional(),
  maxViewers: count.nullable().optional(),
});

const entrySchema = z.strictObject({
  id: hostIdSchema,
  name: z.string().optional(),
  description: z.string().optional(),
  tags: list(/[\s,;]+/).optional(),
  target: z.string().optional(),
  targets: list(/\s+/).optional(),
  balance: z.string().optional(),
  username: z.string().nullable().optional(),
  password: z.string().nullable().optional(),
  tls: tls.optional(),
  policy: policy.optional(),
  banner: z.string().optional(),
  keyboard: z.string().nullable().optional(),
});

/** The names of its leaves, the id first: the columns that a table may have. */
export const fileFields: readonly string[] = Object.keys(entrySchema.shape).flatMap((field) => {
  const inner = field === 'tls' ? tls : field === 'policy' ? policy : null;
  return inner ? Object.keys(inner.shape).map((option) => `${field}.${option}`) : [field];
});

/** Where null means "forget it". Elsewhere a value that is left empty says nothing. */
const forgettable = new Set(['username', 'password', 'maxViewers', 'keyboard']);

export interface ImportEntry {
  id: string;
  /** To be parsed by the registry's own schemas, for a new host or for one that is there. */
  fields: HostPatchInput;
}

/** @returns what is wrong, by field, where it can't be understood */
export function readEntry(value: unknown): { entry: ImportEntry } | { wrong: Record<string, Text> } {
  const parsed = check(entrySchema, withoutEmpty(value));
  if (!parsed.success) {
    return { wrong: Object.fromEntries(Object.entries(fieldTexts(parsed.error)).map(([path, said]) => [path || 'entry', said])) };
  }
  const { id, target, targets, username, password, ...fields } = parsed.data;
  if (target !== undefined && targets !== undefined) return { wrong: { target: text('fields.eitherTarget') } };
  const credentials = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  const given = {
    ...fields,
    ...(target === undefined && targets === undefined ? {} : { targets: targets ?? [target] }),
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
  };
  return { entry: { id, fields: compact(given) } };
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const said = Object.entries(value).filter(([key, inner]) => inner !== null || forgettable.has(key));
  return Object.fromEntries(said.map(([key, inner]) => [key, withoutEmpty(inner)]));
}

/** Without the fields that say nothing: they would not pass for absent. */
function compact(value: Record<string, unknown>): Record<string, unknown> {
  const isMap = (inner: unknown): inner is Record<string, unknown> => typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, isMap(inner) ? compact(inner) : inner] as const])),
  );
}
