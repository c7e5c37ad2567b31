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
    const user = await this.parts.accounts.enter(accountOf(provider, claims), provider, client.address);
    const upstream = { issuer: claims.iss, subject: claims.sub, ...(claims.sid === undefined ? {} : { session: claims.sid }) };
    return this.parts.signIn.proceed(user, { provider: provider.id, upstream, factorsElsewhere: true }, client);
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
    const user = await this.parts.accounts.enter(accountOfPerson(person), rules, client.address);
    const upstream = { issuer: PROXY, subject: person.user };
    return {
      result: await this.parts.signIn.proceed(user, { provider: PROXY, upstream, factorsElsewhere: true }, client),
      as: person.user,
    };
  }
}
