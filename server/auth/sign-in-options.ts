import type { SignInSettings } from '../config/sign-in-settings';
import type { SignInOptions } from '../contract/factors';

/** What the sign-in page offers, whoever looks at it. */
export function signInOptions({ passwordSignIn, oidcProviders, ldap, proxy }: SignInSettings): SignInOptions {
  return {
    providers: oidcProviders.map(({ id, name }) => ({ id, name })),
    password: passwordSignIn || ldap !== null,
    directory: ldap !== null,
    passkeys: true,
    proxy: proxy !== null,
  };
}
