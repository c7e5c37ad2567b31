/** From what a provider or a proxy says to a session: the same steps as with a password, where more is wanted. */

import type { SignInSettings } from '../config/sign-in-settings';
import { PortalError } from '../contract/errors';
import type { Logger } from '../log';
import type { ExternalAccounts } from './external-accounts';
import { accountOf, readClaims } from './oidc-providers';
import { accountOfPerson, PROXY, readPerson } from './proxied-person';
import type { RefusedProofs } from './refused-proofs';
import type { Client, SignIn, SignInResult } from './sign-in';

interface Parts {
  settings: Pick<SignInSettings, 'oidcProviders' | 'proxy'>;
  accounts: ExternalAccounts;
  signIn: SignIn;
  refused: RefusedProofs;
  log: Logger;
}

export class ExternalSignIn {
  /** Of which providers it is known that their groups cannot be read. */
  private readonly warned = new Set<string>();

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
    const account = accountOf(provider, claims, (claim) => this.warnOnce(provider.id, claim));
    const user = await accounts.enter(account, provider, client.address);
    const promotes = accounts.promotes(user, account, provider) ? ({ promotes: true } as const) : {};
    const upstream = { issuer: claims.iss, subject: claims.sub, ...(claims.sid === undefined ? {} : { session: claims.sid }) };
    return signIn.proceed(user, { provider: provider.id, upstream, factorsElsewhere: true, ...promotes }, client);
  }

  /** What came back from a provider was no proof of anybody. @param cause what was wrong with it, for the audit */
  async refused(providerId: string, cause: string, { address }: Client): Promise<void> {
    await this.parts.refused.record({ reason: 'refused identity token', provider: providerId, cause, address });
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

  /** Else every sign-in would say it again. */
  private warnOnce(provider: string, claim: string): void {
    if (this.warned.has(provider)) return;
    this.warned.add(provider);
    this.parts.log.warn(
      { provider, claim },
      'the claim of groups is no list of names, and counts only in part or not at all: see OIDC_<ID>_GROUPS_CLAIM',
    );
  }
}
