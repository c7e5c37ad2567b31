/** The portal's way to a directory, without the portal: whoever it finds is a user. */

import type { ExternalAccount, ExternalAccounts } from '../../server/auth/external-accounts';
import { LdapDirectory } from '../../server/auth/ldap-directory';
import type { LdapSettings } from '../../server/config/ldap-settings';
import type { User } from '../../server/contract/people';
import { silent } from './databases';

export function openDirectory(settings: LdapSettings): LdapDirectory & { groups: readonly string[] } {
  const accounts = {
    enter(account: ExternalAccount) {
      directory.groups = account.groups;
      return Promise.resolve({ name: account.name } as User);
    },
  } as unknown as ExternalAccounts;
  const directory = Object.assign(new LdapDirectory({ settings, accounts, log: silent }), { groups: [] as readonly string[] });
  return directory;
}
