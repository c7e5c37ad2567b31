/** The form's values, in the API's shape where it can be, so that what is wrong with `hours.slots.1.days` belongs to the second hours here. */

import {
  type AccessLevel,
  type Grant,
  grantCreateSchema,
  type GrantCreateInput,
  grantPatchSchema,
  type GrantTarget,
  type Hours,
} from '@/server/contract/access';
import { checkedBy, type SayField } from '../shell/form-errors';

type Slot = Hours['slots'][number];

export interface GrantValues {
  subject: { kind: 'user' | 'group'; id: string };
  target: { kind: GrantTarget['kind']; id: string; tag: string };
  access: AccessLevel;
  /** As the field of a date and a time holds it, in the browser's own time zone; empty: no end. */
  endsAt: string;
  /** Whether the hours count. */
  limited: boolean;
  hours: { timeZone: string; slots: Slot[] };
  note: string;
}

export const officeHours: Slot = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

export function newGrant(timeZone: string): GrantValues {
  return {
    subject: { kind: 'user', id: '' },
    target: { kind: 'host', id: '', tag: '' },
    access: 'view',
    endsAt: '',
    limited: false,
    hours: { timeZone, slots: [officeHours] },
    note: '',
  };
}

export function valuesOf(grant: Grant, timeZone: string): GrantValues {
  const { subject, target, access, endsAt, hours, note } = grant;
  return {
    subject: { kind: subject.kind, id: subject.id },
    target: { kind: target.kind, id: target.kind === 'host' ? target.id : '', tag: target.kind === 'tag' ? target.tag : '' },
    access,
    endsAt: endsAt === null ? '' : toField(endsAt),
    limited: hours !== null,
    hours: hours ? { timeZone: hours.timeZone, slots: hours.slots.map(forFields) } : { timeZone, slots: [officeHours] },
    note,
  };
}

/** Fields for a time know no 24:00. From any time on, 00:00 as the end is the same moment: that of the next day. */
const forFields = (slot: Slot): Slot => (slot.to === '24:00' ? { ...slot, to: '00:00' } : slot);

const two = (value: number) => String(value).padStart(2, '0');

/** ms since 1970 as `YYYY-MM-DDTHH:MM` in the browser's time zone. */
export function toField(at: number): string {
  const date = new Date(at);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function terms({ access, endsAt, limited, hours, note }: GrantValues) {
  return { access, endsAt: endsAt === '' ? null : new Date(endsAt).getTime(), hours: limited ? hours : null, note };
}

export function toCreate(values: GrantValues): GrantCreateInput {
  const { subject, target } = values;
  const what =
    target.kind === 'host'
      ? { kind: target.kind, id: target.id }
      : target.kind === 'tag'
        ? { kind: target.kind, tag: target.tag }
        : { kind: target.kind };
  return { subject, target: what, ...terms(values) };
}

/** An end that was not touched is not rounded to the minute that its field shows. */
export function toPatch(values: GrantValues, grant: Grant) {
  const changed = terms(values);
  const untouched = grant.endsAt !== null && values.endsAt === toField(grant.endsAt);
  return untouched ? { ...changed, endsAt: grant.endsAt } : changed;
}

export interface Missing {
  person: string;
  group: string;
  host: string;
  tag: string;
  days: string;
  past: string;
}

/** The server's rules, with words for what a form can leave out. */
export function createErrors(say: SayField, missing: Missing, now: () => number) {
  return (values: GrantValues): Record<string, string> => {
    const { subject, target } = values;
    return {
      ...checkedBy(grantCreateSchema, say)(toCreate(values)),
      ...(subject.id === '' ? { 'subject.id': subject.kind === 'user' ? missing.person : missing.group } : {}),
      ...(target.kind === 'host' && target.id === '' ? { 'target.id': missing.host } : {}),
      ...(target.kind === 'tag' && target.tag.trim() === '' ? { 'target.tag': missing.tag } : {}),
      ...termErrors(values, toCreate(values).endsAt ?? null, missing, now),
    };
  };
}

export function patchErrors(say: SayField, grant: Grant, missing: Missing, now: () => number) {
  return (values: GrantValues): Record<string, string> => {
    const patch = toPatch(values, grant);
    return {
      ...checkedBy(grantPatchSchema, say)(patch),
      ...termErrors(values, patch.endsAt === grant.endsAt ? null : patch.endsAt, missing, now),
    };
  };
}

function termErrors(values: GrantValues, endsAt: number | null, { days, past }: Missing, now: () => number): Record<string, string> {
  const slots = values.limited ? values.hours.slots : [];
  return {
    ...(endsAt !== null && endsAt <= now() ? { endsAt: past } : {}),
    ...Object.fromEntries(slots.flatMap((slot, index) => (slot.days.length === 0 ? [[`hours.slots.${index}.days`, days]] : []))),
  };
}
