/**
 * Signing in with a name and a password of a directory: the person is searched for, then the directory itself says whether the password is
 * right (RFC 4513, 5.1.3). An unknown name takes as long as a wrong password: a bind is asked for either way.
 */

import { randomBytes } from 'node:crypto';
import { BusyError, ResultCodeError, SizeLimitExceededError, UnavailableError, type Entry } from 'ldapts';
import type { LdapSettings } from '../config/ldap-settings';
import { PortalError } from '../contract/errors';
import type { Logger } from '../log';
import type { ExternalAccount, ExternalAccounts } from './external-accounts';
import { LdapConnection } from './ldap-connection';
import { filled, firstValue } from './ldap-filter';
import type { Directory } from './sign-in';

/** Its provider, and where its accounts are from: their ids are unique all over the world. */
export const LDAP = 'ldap';
const MAX_GROUPS = 1000;
const GUID = 'objectGUID';

interface Parts {
  settings: LdapSettings;
  accounts: ExternalAccounts;
  log: Logger;
}

export class LdapDirectory implements Directory {
  /** Where in the list of replicas the last answer came from. */
  private first = 0;

  constructor(private readonly parts: Parts) {}

  /** @throws PortalError `directory_unavailable`, `not_allowed`, `account_disabled` */
  async signIn(name: string, password: string, address: string): ReturnType<Directory['signIn']> {
    const { accounts, settings } = this.parts;
    // RFC 4513, 5.1.2: a bind without a password is nobody's, and succeeds.
    if (password === '') return null;
    const account = await this.ask(name, password);
    if (!account) return null;
    const user = await accounts.enter(account, settings, address);
    const promotes = accounts.promotes(user, account, settings) ? ({ promotes: true } as const) : {};
    return { user, proof: { provider: LDAP, upstream: { issuer: LDAP, subject: account.subject }, ...promotes } };
  }

  private async ask(name: string, password: string): Promise<ExternalAccount | null> {
    const { settings, log } = this.parts;
    const { urls } = settings;
    let cause: unknown;
    for (let turn = 0; turn < urls.length; turn++) {
      const index = (this.first + turn) % urls.length;
      try {
        const found = await LdapConnection.with({ url: urls[index]!, settings }, (connection) => this.check(connection, name, password));
        this.first = index;
        return found;
      } catch (error) {
        cause = error;
        log.error(
          { replica: index + 1, reason: error instanceof Error ? error.message.slice(0, 300) : '' },
          'the directory cannot be asked',
        );
      }
    }
    throw new PortalError('directory_unavailable', { cause });
  }

  private async check(connection: LdapConnection, name: string, password: string): Promise<ExternalAccount | null> {
    const { settings } = this.parts;
    await this.bindSearcher(connection);
    const entry = await this.find(connection, name);
    const dn = entry?.dn ?? `cn=${randomBytes(12).toString('hex')},${settings.userBase}`;
    const right = await isRight(connection, dn, password);
    if (!entry || !right) return null;
    const subject = settings.idAttribute === null ? (idOf(entry, 'entryUUID') ?? idOf(entry, GUID)) : idOf(entry, settings.idAttribute);
    if (subject === null) throw new Error('the entry has no attribute that it is known by: set LDAP_ID_ATTRIBUTE');
    const named =
      settings.nameAttribute === null ? (textOf(entry, 'uid') ?? textOf(entry, 'sAMAccountName')) : textOf(entry, settings.nameAttribute);
    return {
      provider: LDAP,
      issuer: LDAP,
      subject,
      name: named ?? name,
      displayName: textOf(entry, 'displayName') ?? textOf(entry, 'cn'),
      groups: await this.groupsOf(connection, entry, named ?? name),
    };
  }

  private async bindSearcher(connection: LdapConnection): Promise<void> {
    const { bindDn, bindPassword } = this.parts.settings;
    await connection.bind(bindDn ?? '', bindPassword);
  }

  /** @returns null for nobody, and for several: which of them it is can't be told by a name */
  private async find(connection: LdapConnection, name: string): Promise<Entry | null> {
    const { userBase, userFilter, idAttribute, nameAttribute } = this.parts.settings;
    const attributes = ['entryUUID', GUID, 'uid', 'sAMAccountName', 'displayName', 'cn', 'memberOf', idAttribute, nameAttribute];
    try {
      const found = await connection.search(userBase, {
        scope: 'sub',
        sizeLimit: 2,
        filter: filled(userFilter, { name }),
        attributes: [...new Set(attributes.filter((attribute) => attribute !== null))],
        explicitBufferAttributes: [GUID],
      });
      if (found.length <= 1) return found[0] ?? null;
    } catch (error) {
      if (!(error instanceof SizeLimitExceededError)) throw error;
    }
    this.parts.log.warn('several entries of the directory answer to one name: narrow LDAP_USER_FILTER or LDAP_USER_BASE');
    return null;
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

/** Attributes have the case that the server gives them. */
function valueOf(entry: Entry, name: string): Entry[string] | undefined {
  const key = Object.keys(entry).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : entry[key];
}

function listOf(entry: Entry, name: string): string[] {
  const value = valueOf(entry, name);
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '') as string[];
}

const textOf = (entry: Entry, name: string): string | null => listOf(entry, name)[0] ?? null;

function idOf(entry: Entry, name: string): string | null {
  const value = valueOf(entry, name);
  const one = Array.isArray(value) ? value[0] : value;
  if (Buffer.isBuffer(one)) return one.length === 0 ? null : one.toString('hex');
  return one === undefined || one === '' ? null : one;
}
