/** How people sign in: with a password that the portal keeps, or with an account of another place. */

import { ldapSettings, type LdapSettings } from './ldap-settings';
import { oidcProviders, type OidcProvider } from './oidc-settings';
import { flag } from './places';
import { proxySettings, type ProxySettings } from './proxy-settings';
import { refuse, type Environment } from './read';

export interface SignInSettings {
  /** Whether the passwords that the portal itself keeps open anything. */
  passwordSignIn: boolean;
  oidcProviders: readonly OidcProvider[];
  ldap: LdapSettings | null;
  proxy: ProxySettings | null;
}

export function signInSettings(env: Environment): SignInSettings {
  const settings = {
    passwordSignIn: flag(env, 'PASSWORD_SIGN_IN', true),
    oidcProviders: oidcProviders(env),
    ldap: ldapSettings(env),
    proxy: proxySettings(env),
  };
  const elsewhere = settings.oidcProviders.length > 0 || settings.ldap !== null || settings.proxy !== null;
  if (!settings.passwordSignIn && !elsewhere) refuse('PASSWORD_SIGN_IN', 'is off, and nothing else is configured: nobody could sign in');
  return settings;
}
