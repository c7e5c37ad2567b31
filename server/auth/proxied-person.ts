/** Whom a trusted proxy in front says that it has signed in. In one text, as it goes from the listener to pages and route handlers. */

import { z } from 'zod';
import { proxiedGroups } from '../config/group-list';
import type { ProxySettings } from '../config/proxy-settings';
import { fittingDisplayName } from './external-name';
import type { ExternalAccount } from './external-accounts';

const MAX_USER = 255;

const personSchema = z.object({
  user: z.string().min(1).max(MAX_USER),
  name: z.string().nullable(),
  groups: z.array(z.string()),
});
export type ProxiedPerson = z.infer<typeof personSchema>;

/** What is known under its provider's name here. */
export const PROXY = 'proxy';

/**
 * @param valuesOf all values of a header of the request, as they came
 * @returns null where nobody is named, or more than one: a proxy that adds its header to the client's own does not say who it is
 */
export function proxiedPerson(settings: ProxySettings, valuesOf: (name: string) => string[]): string | null {
  const one = (name: string | null): string | null => {
    const values = name === null ? [] : valuesOf(name);
    return values.length === 1 ? utf8(values[0]!).trim() : null;
  };
  const user = one(settings.userHeader);
  if (user === null || user === '' || user.length > MAX_USER || /\p{Cc}/u.test(user)) return null;
  const person: ProxiedPerson = {
    user,
    name: fittingDisplayName(one(settings.nameHeader)),
    groups: proxiedGroups(one(settings.groupsHeader) ?? '', settings.groupSeparator),
  };
  return encodeURIComponent(JSON.stringify(person));
}

export function readPerson(text: string | null | undefined): ProxiedPerson | null {
  if (text === null || text === undefined) return null;
  try {
    return personSchema.parse(JSON.parse(decodeURIComponent(text)));
  } catch {
    return null;
  }
}

export function accountOfPerson({ user, name, groups }: ProxiedPerson): ExternalAccount {
  return { provider: PROXY, issuer: PROXY, subject: subjectOf(user), exactSubject: user, name: user, displayName: name, groups };
}

/** What a person is known by for ever: a proxy may write one name in capitals today and in small letters tomorrow. */
export function subjectOf(user: string): string {
  return user.normalize('NFC').toLowerCase();
}

/** Node hands headers over byte by byte; proxies write names in UTF-8. */
function utf8(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : value;
}
