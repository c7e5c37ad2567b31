/** The portal's way to a directory, without the portal: whoever it finds is a user. */

import type { ExternalAccount, ExternalAccounts } from '../../server/auth/external-accounts';
import { LdapDirectory } from '../../server/auth/ldap-directory';
import type { LdapSettings } from '../../server/config/ldap-settings';
import type { User } from '../../server/contract/people';
import { silent } from './databases';

/** @param elapsed ms of a clock of the test */
export function openDirectory(settings: LdapSettings, elapsed?: () => number): LdapDirectory & { groups: readonly string[] } {
  const accounts = {
    nameOf: () => Promise.resolve(null),
    enter(account: ExternalAccount) {
      directory.groups = account.groups;
      return Promise.resolve({ name: account.name } as User);
    },
    promotes: () => false,
  } as unknown as ExternalAccounts;
  const directory = Object.assign(new LdapDirectory({ settings, accounts, log: silent, ...(elapsed ? { elapsed } : {}) }), {
    groups: [] as readonly string[],
  });
  return directory;
}
