/** OpenID Connect providers, any number of them: OIDC_PROVIDERS names them, OIDC_<ID>_… says what each is. */

import { isLoopbackUrl, listOf } from './places';
import { readAuthority, readSecret } from './read-file';
import { read, refuse, type Environment } from './read';

export interface OidcProvider {
  /** Stands in addresses: `/api/auth/callback/ID`. */
  id: string;
  /** On the button of the sign-in page. */
  name: string;
  issuer: string;
  clientId: string;
  /** null: a public client. */
  clientSecret: string | null;
  /** Separated by blanks. */
  scopes: string;
  /** Claims that hold the groups and the wished name; a path with dots, such as `realm_access.roles`. */
  groupsClaim: string;
  usernameClaim: string;
  /** In small letters; null: roles are given in the portal. */
  adminGroups: string[] | null;
  /** In small letters; null: whoever signs in there. */
  allowedGroups: string[] | null;
  /** PEM text of further authorities. */
  ca: string | null;
}

/** What the portal, or next-auth, calls its own ways of signing in. */
const TAKEN = ['password', 'passkey', 'invite', 'credentials', 'proxy', 'ldap', 'email', 'backchannel'];
const ID = /^[a-z][a-z0-9-]{0,31}$/;

export function oidcProviders(env: Environment): OidcProvider[] {
  const ids = (read(env, 'OIDC_PROVIDERS') ?? '')
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');
  if (new Set(ids).size !== ids.length) refuse('OIDC_PROVIDERS', 'names a provider twice');
  for (const id of ids) {
    if (!ID.test(id) || TAKEN.includes(id)) {
      refuse('OIDC_PROVIDERS', `must be ids by commas: letters, digits and -, a letter first, and none of ${TAKEN.join(', ')}`);
    }
  }
  return ids.map((id) => provider(env, id));
}

function provider(env: Environment, id: string): OidcProvider {
  const prefix = `OIDC_${id.toUpperCase().replaceAll('-', '_')}_`;
  const needed = (name: string) => read(env, prefix + name) ?? refuse(prefix + name, `is missing: OIDC_PROVIDERS names ${id}`);
  const scopes = read(env, `${prefix}SCOPES`) ?? 'openid profile email';
  if (!scopes.split(/\s+/).includes('openid')) refuse(`${prefix}SCOPES`, 'must hold openid');
  return {
    id,
    name: read(env, `${prefix}NAME`) ?? id.charAt(0).toUpperCase() + id.slice(1),
    issuer: issuer(`${prefix}ISSUER`, needed('ISSUER')),
    clientId: needed('CLIENT_ID'),
    clientSecret: readSecret(env, `${prefix}CLIENT_SECRET`),
    scopes,
    groupsClaim: read(env, `${prefix}GROUPS_CLAIM`) ?? 'groups',
    usernameClaim: read(env, `${prefix}USERNAME_CLAIM`) ?? 'preferred_username',
    adminGroups: listOf(env, `${prefix}ADMIN_GROUPS`),
    allowedGroups: listOf(env, `${prefix}ALLOWED_GROUPS`),
    ca: readAuthority(env, `${prefix}CA`),
  };
}

/** OpenID Connect Discovery 1.0, 4.1: https, without query or fragment. Plain http does between programs of one machine. */
function issuer(name: string, text: string): string {
  if (!URL.canParse(text)) refuse(name, 'must be a whole URL, as the provider writes it');
  const url = new URL(text);
  if (url.search || url.hash || url.username || url.password) refuse(name, 'must have no user, query or fragment');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackUrl(url))) refuse(name, 'must begin with https://');
  return text;
}
