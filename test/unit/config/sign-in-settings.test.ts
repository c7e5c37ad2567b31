import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signInSettings } from '../../../server/config/sign-in-settings';
import { temporaryDirectory } from '../../support/temporary';

const oidc = { OIDC_PROVIDERS: 'key-cloak', OIDC_KEY_CLOAK_ISSUER: 'https://id.example/realms/a', OIDC_KEY_CLOAK_CLIENT_ID: 'portal' };
const ldap = { LDAP_URL: 'ldaps://a.example ldaps://b.example:1636', LDAP_USER_BASE: 'dc=example' };
const proxy = { PROXY_USER_HEADER: 'Remote-User', TRUSTED_PROXIES: '10.0.0.1' };

it('is passwords alone by default', () => {
  expect(signInSettings({})).toEqual({ passwordSignIn: true, oidcProviders: [], ldap: null, proxy: null });
});

it('takes providers, their groups in small letters, and secrets from files', () => {
  const { path, remove } = temporaryDirectory('settings');
  writeFileSync(join(path, 'secret'), 'hidden\n');
  const env = { ...oidc, OIDC_KEY_CLOAK_CLIENT_SECRET_FILE: join(path, 'secret'), OIDC_KEY_CLOAK_ADMIN_GROUPS: 'Admins, Ops' };
  expect(signInSettings(env).oidcProviders).toEqual([
    expect.objectContaining({
      id: 'key-cloak',
      name: 'Key-cloak',
      clientSecret: 'hidden',
      adminGroups: ['admins', 'ops'],
      allowedGroups: null,
    }),
  ]);
  remove();
});

it('takes a directory with replicas, and groups by their whole names', () => {
  const { ldap: directory } = signInSettings({ ...ldap, LDAP_ADMIN_GROUPS: 'CN=Admins,DC=Example; cn=ops,dc=example' });
  expect(directory).toMatchObject({
    urls: ['ldaps://a.example', 'ldaps://b.example:1636'],
    adminGroups: ['cn=admins,dc=example', 'cn=ops,dc=example'],
  });
});

it.each<[string, Record<string, string>]>([
  ['OIDC_PROVIDERS', { ...oidc, OIDC_PROVIDERS: 'SECRET VALUE' }],
  ['OIDC_PROVIDERS', { ...oidc, OIDC_PROVIDERS: 'ldap' }],
  ['OIDC_PROVIDERS', { ...oidc, OIDC_PROVIDERS: 'key-cloak,key-cloak' }],
  ['OIDC_KEY_CLOAK_ISSUER', { ...oidc, OIDC_KEY_CLOAK_ISSUER: '' }],
  ['OIDC_KEY_CLOAK_ISSUER', { ...oidc, OIDC_KEY_CLOAK_ISSUER: 'http://SECRETVALUE.example' }],
  ['OIDC_KEY_CLOAK_ISSUER', { ...oidc, OIDC_KEY_CLOAK_ISSUER: 'https://id.example/?SECRETVALUE' }],
  ['OIDC_KEY_CLOAK_CLIENT_ID', { ...oidc, OIDC_KEY_CLOAK_CLIENT_ID: '' }],
  ['OIDC_KEY_CLOAK_CLIENT_SECRET_FILE', { ...oidc, OIDC_KEY_CLOAK_CLIENT_SECRET_FILE: '/SECRETVALUE' }],
  ['OIDC_KEY_CLOAK_SCOPES', { ...oidc, OIDC_KEY_CLOAK_SCOPES: 'SECRETVALUE' }],
  ['OIDC_KEY_CLOAK_CA', { ...oidc, OIDC_KEY_CLOAK_CA: '/SECRETVALUE' }],
  ['LDAP_URL', { ...ldap, LDAP_URL: 'ldap://SECRETVALUE' }],
  ['LDAP_URL', { ...ldap, LDAP_URL: 'https://SECRETVALUE' }],
  ['LDAP_STARTTLS', { ...ldap, LDAP_STARTTLS: 'on' }],
  ['LDAP_STARTTLS', { ...ldap, LDAP_STARTTLS: 'SECRETVALUE' }],
  ['LDAP_USER_BASE', { ...ldap, LDAP_USER_BASE: '' }],
  ['LDAP_USER_FILTER', { ...ldap, LDAP_USER_FILTER: '(uid=SECRETVALUE)' }],
  ['LDAP_BIND_PASSWORD', { ...ldap, LDAP_BIND_DN: 'cn=SECRETVALUE' }],
  ['LDAP_BIND_DN', { ...ldap, LDAP_BIND_PASSWORD: 'SECRETVALUE' }],
  ['PROXY_USER_HEADER', { ...proxy, TRUSTED_PROXIES: '' }],
  ['PROXY_USER_HEADER', { ...proxy, PROXY_USER_HEADER: 'Cookie' }],
  ['PROXY_NAME_HEADER', { ...proxy, PROXY_NAME_HEADER: 'remote-user' }],
  ['PROXY_ADMIN_GROUPS', { ...proxy, PROXY_ADMIN_GROUPS: 'SECRETVALUE' }],
  ['PROXY_GROUPS_HEADER', { PROXY_GROUPS_HEADER: 'Remote-Groups' }],
  ['PASSWORD_SIGN_IN', { PASSWORD_SIGN_IN: 'off' }],
])('%s with a bad value stops the start with a line that names it', (name, env) => {
  let failure: unknown;
  try {
    signInSettings(env);
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ exitCode: 78, message: expect.stringMatching(new RegExp(`^${name} `)) as unknown });
  expect((failure as Error).message).not.toMatch(/SECRETVALUE|\n/);
});
