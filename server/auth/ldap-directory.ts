/**
 * Signing in with a name and a password of a directory: the person is searched for, then the directory itself says whether the password is
 * right (RFC 4513, 5.1.3). An unknown name, and a name whose password the portal itself keeps, take as long as a wrong password: the directory
 * is searched, an account is counted and a bind is asked for whichever it is.
 */

import { randomBytes } from 'node:crypto';
import { BusyError, ResultCodeError, SizeLimitExceededError, UnavailableError, type Entry } from 'ldapts';
import type { LdapSettings } from '../config/ldap-settings';
import { isPortalError, PortalError } from '../contract/errors';
import type { Logger } from '../log';
import { firstValue } from './distinguished-name';
import type { ExternalAccount, ExternalAccounts } from './external-accounts';
import { LdapConnection } from './ldap-connection';
import { listOf, personOf, textOf, valueOf } from './ldap-entries';
import { filled } from './ldap-filter';
import type { Directory } from './sign-in';
import { MustWait, type CountAccount } from './throttle';
import { foldName, type TypedName } from './typed-name';

/** Its provider, and where its accounts are from: their ids are unique all over the world. */
export const LDAP = 'ldap';
const MAX_GROUPS = 1000;
/** Entries that may answer to one name: an account, and others with that e-mail address. More are a filter that is too wide. */
const MAX_FOUND = 10;
const GUID = 'objectGUID';
/** What an entry is found, known and shown by. `msDS-PrincipalName` is Active Directory's `DOMAIN\\name`. */
const ATTRIBUTES = [
  'entryUUID',
  GUID,
  'uid',
  'sAMAccountName',
  'userPrincipalName',
  'msDS-PrincipalName',
  'mail',
  'displayName',
  'cn',
  'memberOf',
];
/** For all replicas together: the person waits, and so does everybody who tries the same name. */
const ALL_MS = 15_000;
/** After no replica could be reached, the answer is known without asking for so long: attempts do not queue up behind a dead directory. */
const DOWN_MS = 3000;

interface Parts {
  settings: LdapSettings;
  accounts: ExternalAccounts;
  log: Logger;
  /** ms of a clock that is never set. */
  elapsed?: () => number;
}

/** One sign-in, as the directory is asked. */
interface Question {
  name: TypedName;
  password: string;
  count: CountAccount;
  /** The portal keeps this name's password, and it was wrong: whatever is found is not tried. */
  pretended?: true;
}

export class LdapDirectory implements Directory {
  /** Where in the list of replicas the last answer came from. */
  private first = 0;
  private downUntil = -Infinity;
  private readonly elapsed: () => number;

  constructor(private readonly parts: Parts) {
    this.elapsed = parts.elapsed ?? (() => performance.now());
  }

  /** @throws PortalError `directory_unavailable`, `not_allowed`, `account_disabled` */
  async signIn(name: TypedName, password: string, address: string, count: CountAccount): ReturnType<Directory['signIn']> {
    const { accounts, settings } = this.parts;
    // RFC 4513, 5.1.2: a bind without a password is nobody's, and succeeds.
    if (password === '') return null;
    const account = await this.ask({ name, password, count });
    if (!account) return null;
    const user = await accounts.enter(account, settings, address);
    const promotes = accounts.promotes(user, account, settings) ? ({ promotes: true } as const) : {};
    return { user, proof: { provider: LDAP, upstream: { issuer: LDAP, subject: account.subject }, ...promotes } };
  }

  /** @throws PortalError `directory_unavailable` */
  async pretend(name: TypedName, count: CountAccount): Promise<void> {
    await this.ask({ name, password: randomBytes(12).toString('hex'), count, pretended: true });
  }

  private async ask(question: Question): Promise<ExternalAccount | null> {
    const { settings, log } = this.parts;
    const { urls } = settings;
    const begun = this.elapsed();
    if (begun < this.downUntil) throw new PortalError('directory_unavailable');
    let cause: unknown;
    let answered = false;
    for (let turn = 0; turn < urls.length; turn++) {
      const index = (this.first + turn) % urls.length;
      // Each replica has its share of what is left, so that one that hangs leaves time for the next.
      const time = (ALL_MS - (this.elapsed() - begun)) / (urls.length - turn);
      try {
        const found = await LdapConnection.with({ url: urls[index]!, settings, time }, (connection) => this.check(connection, question));
        this.first = index;
        return found;
      } catch (error) {
        // Nothing about the directory: the account has to wait, or the portal's own database is away.
        if (error instanceof MustWait || isPortalError(error)) throw error;
        cause = error;
        answered ||= error instanceof ResultCodeError;
        log.error(
          { replica: index + 1, reason: error instanceof Error ? error.message.slice(0, 300) : '' },
          'the directory cannot be asked',
        );
      }
    }
    if (!answered) this.downUntil = this.elapsed() + DOWN_MS;
    throw new PortalError('directory_unavailable', { cause });
  }

  private async check(connection: LdapConnection, { name, password, count, pretended }: Question): Promise<ExternalAccount | null> {
    const { settings, accounts } = this.parts;
    await this.bindSearcher(connection);
    const found = await this.find(connection, name);
    const entry = pretended ? null : found;
    const subject = entry && this.subjectOf(entry);
    // Guesses are counted for the account that the name means, however it is typed.
    const meant = subject ?? `nobody ${foldName(name.whole)}`;
    await count((await accounts.nameOf(LDAP, meant)) ?? `${LDAP}\n${meant}`);
    const dn = entry?.dn ?? `cn=${randomBytes(12).toString('hex')},${settings.userBase}`;
    const right = await isRight(connection, dn, password);
    if (!entry || !right) return null;
    if (subject === null) throw new Error('the entry has no attribute that it is known by: set LDAP_ID_ATTRIBUTE');
    const named =
      settings.nameAttribute === null ? (textOf(entry, 'uid') ?? textOf(entry, 'sAMAccountName')) : textOf(entry, settings.nameAttribute);
    return {
      provider: LDAP,
      issuer: LDAP,
      subject,
      name: named ?? name.short,
      email: textOf(entry, 'mail'),
      displayName: textOf(entry, 'displayName') ?? textOf(entry, 'cn'),
      groups: await this.groupsOf(connection, entry, named ?? name.short),
    };
  }

  private subjectOf(entry: Entry): string | null {
    const { idAttribute } = this.parts.settings;
    return idAttribute === null ? (idOf(entry, 'entryUUID') ?? idOf(entry, GUID)) : idOf(entry, idAttribute);
  }

  private async bindSearcher(connection: LdapConnection): Promise<void> {
    const { bindDn, bindPassword } = this.parts.settings;
    await connection.bind(bindDn ?? '', bindPassword);
  }

  /** @returns null for nobody, and for several of whom none is meant more than the others */
  private async find(connection: LdapConnection, name: TypedName): Promise<Entry | null> {
    const { userBase, domains } = this.parts.settings;
    const whole = await this.search(connection, name.whole);
    const short = name.domain === null ? [] : await this.search(connection, name.short);
    const person = personOf(name, { whole, short, userBase, domains });
    if (person !== 'several') return person;
    this.parts.log.warn('several entries of the directory answer to one name: narrow LDAP_USER_FILTER or LDAP_USER_BASE');
    return null;
  }

  private async search(connection: LdapConnection, name: string): Promise<Entry[]> {
    const { userBase, userFilter, idAttribute, nameAttribute } = this.parts.settings;
    const attributes = [...ATTRIBUTES, idAttribute, nameAttribute].filter((attribute) => attribute !== null);
    try {
      return await connection.search(userBase, {
        scope: 'sub',
        sizeLimit: MAX_FOUND,
        filter: filled(userFilter, { name }),
        attributes: [...new Set(attributes)],
        explicitBufferAttributes: [GUID],
      });
    } catch (error) {
      if (!(error instanceof SizeLimitExceededError)) throw error;
    }
    this.parts.log.warn(
      { most: MAX_FOUND },
      'too many entries of the directory answer to one name: narrow LDAP_USER_FILTER or LDAP_USER_BASE',
    );
    return [];
  }

  /** By their short names and by their whole ones. */
  private async groupsOf(connection: LdapConnection, entry: Entry, name: string): Promise<string[]> {
    const { groups } = this.parts.settings;
    let dns = listOf(entry, 'memberOf');
    if (groups) {
      await this.bindSearcher(connection);
      const filter = filled(groups.filter, { dn: entry.dn, name });
      const found = await connection.search(groups.base, { scope: 'sub', sizeLimit: MAX_GROUPS, filter, attributes: ['cn'] });
      dns = found.map(({ dn }) => dn);
    }
    return dns.flatMap((dn) => [firstValue(dn), dn]).filter((group) => group !== null);
  }
}

async function isRight(connection: LdapConnection, dn: string, password: string): Promise<boolean> {
  try {
    await connection.bind(dn, password);
    return true;
  } catch (error) {
    // The directory has answered, and did not say yes: a wrong password, a locked or expired account.
    if (error instanceof ResultCodeError && !(error instanceof BusyError) && !(error instanceof UnavailableError)) return false;
    throw error;
  }
}

function idOf(entry: Entry, name: string): string | null {
  const value = valueOf(entry, name);
  const one = Array.isArray(value) ? value[0] : value;
  if (Buffer.isBuffer(one)) return one.length === 0 ? null : one.toString('hex');
  return one === undefined || one === '' ? null : one;
}
