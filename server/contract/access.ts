import { z } from 'zod';
import { hostIdSchema, lineSchema, tagSchema } from './host';
import { pageOf, pageQuerySchema } from './page';
import { sentence } from './sentence';
import { isTimeZone } from './time-zone';

export const accessLevelSchema = z.enum(['view', 'control']);
export type AccessLevel = z.infer<typeof accessLevelSchema>;

/** HH:MM on a clock of 24 hours; 24:00 is the day's end. */
export const timeOfDaySchema = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, sentence('timeOfDay'));
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, sentence('timeZone'));
const MAX_SLOTS = 21;
/** When in a week a grant counts, in the time of a place. */
export const hoursSchema = z.strictObject({
  /** IANA name, such as Europe/Berlin. */
  timeZone: timeZoneSchema,
  slots: z
    .array(
      z.strictObject({
        /** ISO 8601: 1 is Monday. */
        days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
        from: timeOfDaySchema,
        /** Before `from`: on the next day. The same as `from`: all around the clock. */
        to: timeOfDaySchema,
      }),
    )
    .min(1)
    .max(MAX_SLOTS),
});
export type Hours = z.infer<typeof hoursSchema>;

export const groupNameSchema = lineSchema(80).min(1, sentence('groupName'));
export const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** People in it, whether put there or by the word of where they sign in. */
  members: z.number().int(),
  createdAt: z.number().int(),
});
export type Group = z.infer<typeof groupSchema>;
export const groupCreateSchema = z.strictObject({ name: groupNameSchema, description: lineSchema(200).default('') });
export const groupPatchSchema = z.strictObject({ name: groupNameSchema.optional(), description: lineSchema(200).optional() });
export const groupQuerySchema = pageQuerySchema.extend({ q: z.string().trim().max(200).default('') });
export const groupPageSchema = pageOf(groupSchema);

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  displayName: z.string(),
  disabled: z.boolean(),
  /** Put there by an administrator. */
  local: z.boolean(),
  /** Where they sign in says so too: the names of those places. Only there can it be changed. */
  providers: z.array(z.string()),
});
export type Member = z.infer<typeof memberSchema>;

export const grantSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), id: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('group'), id: z.string().min(1).max(64) }),
]);
export const grantTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('host'), id: hostIdSchema }),
  z.strictObject({ kind: z.literal('tag'), tag: tagSchema }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type GrantTarget = z.infer<typeof grantTargetSchema>;

/** Who may do what where, and until when. */
export const grantSchema = z.object({
  id: z.string(),
  /** With the name as it is now. */
  subject: z.object({ kind: z.enum(['user', 'group']), id: z.string(), name: z.string() }),
  target: grantTargetSchema,
  access: accessLevelSchema,
  /** ms since 1970 UTC; null: no end. */
  endsAt: z.number().int().nullable(),
  /** null: at any time. */
  hours: hoursSchema.nullable(),
  /** Why, for whoever asks later. */
  note: z.string(),
  createdAt: z.number().int(),
  /** Name of who gave it. */
  createdBy: z.string(),
});
export type Grant = z.infer<typeof grantSchema>;
const terms = {
  access: accessLevelSchema,
  endsAt: z.number().int().positive().nullable(),
  hours: hoursSchema.nullable(),
  note: lineSchema(200),
};
export const grantCreateSchema = z.strictObject({
  subject: grantSubjectSchema,
  target: grantTargetSchema,
  access: terms.access,
  endsAt: terms.endsAt.default(null),
  hours: terms.hours.default(null),
  note: terms.note.default(''),
});
export type GrantCreateInput = z.input<typeof grantCreateSchema>;
export const grantPatchSchema = z.strictObject(terms).partial();
export const grantQuerySchema = pageQuerySchema.extend({
  user: z.string().max(64).optional(),
  group: z.string().max(64).optional(),
  host: hostIdSchema.optional(),
  tag: tagSchema.optional(),
});
export const grantPageSchema = pageOf(grantSchema);

/** Why a grant does not count at a moment. */
export const grantStateSchema = z.enum(['counts', 'ended', 'outside_hours']);
/** The answer to "why can this person open that host?", and to why not. */
export const explanationSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string(), disabled: z.boolean(), role: z.enum(['admin', 'user']) }),
  host: z.object({ id: z.string(), name: z.string() }),
  /** null: not at all. */
  access: accessLevelSchema.nullable(),
  /** Administrators open every host, without a grant. */
  byRole: z.boolean(),
  /** Every grant that names this person and this host, those that count first. */
  grants: z.array(z.object({ grant: grantSchema, state: grantStateSchema })),
  /** When the answer may become another one by the clock alone; null: never. */
  until: z.number().int().nullable(),
});
export type Explanation = z.infer<typeof explanationSchema>;
export const explainQuerySchema = z.object({ user: z.string().min(1).max(64), host: hostIdSchema });
