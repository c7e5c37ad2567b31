/** From what a provider or a proxy says to a session: the same steps as with a password, where more is wanted. */

import type { SignInSettings } from '../config/sign-in-settings';
import { PortalError } from '../contract/errors';
import type { ExternalAccounts } from './external-accounts';
import { accountOf, readClaims } from './oidc-providers';
import { accountOfPerson, PROXY, readPerson } from './proxied-person';
import type { Client, SignIn, SignInResult } from './sign-in';

interface Parts {
  settings: Pick<SignInSettings, 'oidcProviders' | 'proxy'>;
  accounts: ExternalAccounts;
  signIn: SignIn;
}

export class ExternalSignIn {
  constructor(private readonly parts: Parts) {}

  /**
   * @param given claims of an identity token that next-auth has verified
   * @throws PortalError `not_allowed`, `account_disabled`
   */
  async byProvider(providerId: string, given: unknown, client: Client): Promise<SignInResult> {
    const provider = this.parts.settings.oidcProviders.find(({ id }) => id === providerId);
    if (!provider) throw new PortalError('not_found');
    const claims = readClaims(provider, given);
    const { accounts, signIn } = this.parts;
    const account = accountOf(provider, claims);
    const user = await accounts.enter(account, provider, client.address);
    const promotes = accounts.promotes(user, account, provider) ? ({ promotes: true } as const) : {};
    const upstream = { issuer: claims.iss, subject: claims.sub, ...(claims.sid === undefined ? {} : { session: claims.sid }) };
    return signIn.proceed(user, { provider: provider.id, upstream, factorsElsewhere: true, ...promotes }, client);
  }

  /**
   * @param text whom a trusted proxy names, as the listener has found it
   * @throws PortalError `not_signed_in` where it names nobody, `account_disabled`
   */
  async byProxy(text: string | null, client: Client): Promise<{ result: SignInResult; as: string }> {
    const { proxy } = this.parts.settings;
    const person = proxy && readPerson(text);
    if (!person) throw new PortalError('not_signed_in');
    const rules = { adminGroups: proxy.adminGroups, allowedGroups: null };
    const { accounts, signIn } = this.parts;
    const account = accountOfPerson(person);
    const user = await accounts.enter(account, rules, client.address);
    const promotes = accounts.promotes(user, account, rules) ? ({ promotes: true } as const) : {};
    const upstream = { issuer: PROXY, subject: account.subject };
    const result = await signIn.proceed(user, { provider: PROXY, upstream, factorsElsewhere: true, ...promotes }, client);
    return { result, as: person.user };
  }
}
