/** A name that another place gives somebody, made into one that a user can have here. */

import { createHash } from 'node:crypto';
import { displayNameSchema, userNameSchema } from '../contract/people';

const MAX_NAME = 63;
const MAX_DISPLAY = 80;
/** Letters of the fallback name that tell people apart. */
const ID_LENGTH = 6;

/** Latin letters that Unicode does not take apart. */
const LATIN: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ĸ: 'k', ł: 'l', ŋ: 'n', þ: 'th', ŧ: 't' },
};

/**
 * The first of the wished names that can be written in the letters of user names. Of an e-mail address its part before the `@` is a wish, too.
 * @param key what the account is known by for ever: names it where no wish can be met
 */
export function fittingName(wishes: readonly (string | null | undefined)[], key: string): string {
  for (const wish of wishes) {
    const name = wish ? latinName(wish) : null;
    if (name !== null) return name;
  }
  return `user-${createHash('sha256').update(key).digest('hex').slice(0, ID_LENGTH)}`;
}

/** @returns null where letters or digits would be lost: half of a name is not one */
function latinName(wished: string): string | null {
  const latin = wished
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\p{Script=Latin}/gu, (letter) => LATIN[letter] ?? letter);
  if (/[^\P{L}a-z]|[^\P{N}0-9]/u.test(latin)) return null;
  const name = latin
    .replace(/[^a-z0-9._@+-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, MAX_NAME);
  const parsed = userNameSchema.safeParse(name);
  return parsed.success ? parsed.data : null;
}

/** @returns what stands before the `@` of an e-mail address */
export function localPart(email: string): string {
  return email.replace(/@[^@]*$/, '');
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
