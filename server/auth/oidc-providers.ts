/** OpenID Connect providers as next-auth takes them, and what their claims say. */

import { rootCertificates } from 'node:tls';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { OidcProvider } from '../config/oidc-settings';
import type { ExternalAccount } from './external-accounts';

/** A provider that answers later is down: the person waits at an empty page. */
export const PROVIDER_MS = 5000;
const MAX_SUBJECT = 255;

const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(MAX_SUBJECT),
  sid: z.string().max(MAX_SUBJECT).optional(),
});
export type Claims = z.output<typeof claimsSchema>;

/**
 * The authorities by which providers are believed, all of them for all: next-auth keeps one set of such options for a whole process.
 * @returns undefined: those that Node knows
 */
export function authoritiesOf(providers: readonly OidcProvider[]): string[] | undefined {
  const own = providers.map(({ ca }) => ca).filter((ca) => ca !== null);
  return own.length === 0 ? undefined : [...rootCertificates, ...own];
}

export function nextAuthProvider(provider: OidcProvider, ca: string[] | undefined): OAuthConfig<Claims> {
  const { id, name, issuer, clientId, clientSecret, scopes } = provider;
  return {
    id,
    name,
    type: 'oauth',
    wellKnown: discoveryAddress(issuer),
    issuer,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: scopes } },
    clientId,
    // A client without a secret is one that shows none (RFC 7636 stands in for it).
    ...(clientSecret === null ? { client: { token_endpoint_auth_method: 'none' } } : { clientSecret }),
    httpOptions: { timeout: PROVIDER_MS, ...(ca ? { ca } : {}) },
    userinfo: {
      // Groups are often told here alone: an identity token goes through the browser, and is kept small.
      async request({ tokens, client }) {
        const claims = client.issuer.metadata.userinfo_endpoint && tokens.access_token ? await client.userinfo(tokens.access_token) : {};
        const own = (tokens as { claims?: () => object }).claims?.() ?? {};
        if ('sub' in claims && claims.sub !== (own as { sub?: string }).sub) throw new Error('userinfo of another subject');
        return { ...claims, ...own };
      },
    },
    profile: (claims) => ({ id: claims.sub }),
  };
}

/** OpenID Connect Discovery 1.0, 4. */
export function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** Some write theirs with a slash at the end in one place and without in another. */
export function isIssuer(provider: Pick<OidcProvider, 'issuer'>, issuer: string): boolean {
  return issuer.replace(/\/$/, '') === provider.issuer.replace(/\/$/, '');
}

/** @throws Error when they are of another issuer, or of nobody */
export function readClaims(provider: OidcProvider, given: unknown): Claims {
  const claims = claimsSchema.parse(given);
  if (!isIssuer(provider, claims.iss)) throw new Error('the identity token is of another issuer');
  return claims;
}

export function accountOf(provider: OidcProvider, claims: Claims): ExternalAccount {
  const wished = [provider.usernameClaim, 'preferred_username', 'email', 'name'].map((path) => textAt(claims, path)).find(Boolean);
  return {
    provider: provider.id,
    issuer: claims.iss,
    subject: claims.sub,
    name: wished ?? claims.sub,
    displayName: textAt(claims, 'name'),
    groups: listAt(claims, provider.groupsClaim),
  };
}

/** A claim by its name, or inside of others by a path with dots; a whole name wins, as some are URLs. */
function at(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function textAt(claims: Claims, path: string): string | null {
  const value = at(claims, path);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function listAt(claims: Claims, path: string): string[] {
  const value = at(claims, path);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'string');
}
