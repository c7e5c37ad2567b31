/** A name that another place gives somebody, made into one that a user can have here. */

import { displayNameSchema, userNameSchema } from '../contract/people';

const MAX_NAME = 63;
const MAX_DISPLAY = 80;
const NAMELESS = 'user';

export function fittingName(wished: string): string {
  const fitting = wished
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._@+-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, MAX_NAME);
  const parsed = userNameSchema.safeParse(fitting);
  return parsed.success ? parsed.data : NAMELESS;
}

/** @param number which try it is, from 2 on */
export function numberedName(name: string, number: number): string {
  const suffix = `-${number}`;
  return name.slice(0, MAX_NAME - suffix.length) + suffix;
}

/** @returns null for what is no name */
export function fittingDisplayName(given: string | null): string | null {
  const parsed = displayNameSchema.safeParse((given ?? '').replace(/\p{Cc}+/gu, ' ').slice(0, MAX_DISPLAY));
  return parsed.success && parsed.data !== '' ? parsed.data : null;
}
