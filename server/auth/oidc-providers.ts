/** OpenID Connect providers as next-auth takes them, and what their claims say. */

import { rootCertificates } from 'node:tls';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { OidcProvider } from '../config/oidc-settings';
import type { ExternalAccount } from './external-accounts';
import { localPart } from './external-name';
import { PROVIDER_MS } from './oidc-fetch';
import { exchangeCode, type Exchange, type Tokens } from './oidc-token';

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

/** What a sign-in came to before next-auth hands over its claims: an error of next-auth's own would say nothing to the person. */
export interface OidcOutcome {
  failed?: unknown;
}
/** Stands for the claims of a sign-in that failed. */
const NOBODY = { sub: '-', iss: '' };

/** @param outcome of this one sign-in */
export function nextAuthProvider(provider: OidcProvider, ca: string[] | undefined, outcome: OidcOutcome): OAuthConfig<Claims> {
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
    token: {
      async request(exchange) {
        try {
          return { tokens: await exchangeCode(exchange, ca) };
        } catch (error) {
          outcome.failed = error instanceof Error ? error : new Error('the code could not be exchanged', { cause: error });
          return { tokens: {} };
        }
      },
    },
    userinfo: {
      // Groups are often told here alone: an identity token goes through the browser, and is kept small.
      async request({ tokens, client }) {
        if (outcome.failed !== undefined) return NOBODY;
        try {
          return await claimsOf(tokens, client);
        } catch (error) {
          outcome.failed = error instanceof Error ? error : new Error('the code could not be exchanged', { cause: error });
          return NOBODY;
        }
      },
    },
    profile: (claims) => ({ id: claims.sub }),
  };
}

async function claimsOf(tokens: Tokens, client: Exchange['client']): Promise<Claims> {
  const told = client.issuer.metadata.userinfo_endpoint && tokens.access_token ? await client.userinfo(tokens.access_token) : {};
  const own = (tokens as { claims: () => Claims }).claims();
  if ('sub' in told && told.sub !== own.sub) throw new Error('userinfo of another subject');
  return { ...told, ...own };
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

/** @param unreadable is called for a claim of groups that has no shape of a list */
export function accountOf(provider: OidcProvider, claims: Claims, unreadable: (claim: string) => void = () => undefined): ExternalAccount {
  const email = textAt(claims, 'email');
  const name = textAt(claims, provider.usernameClaim) ?? textAt(claims, 'preferred_username');
  const displayName = textAt(claims, 'name');
  return {
    provider: provider.id,
    issuer: claims.iss,
    subject: claims.sub,
    name: name ?? (email && localPart(email)) ?? displayName ?? claims.sub,
    email,
    displayName,
    groups: groupsAt(claims, provider.groupsClaim, unreadable),
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

/** A list, one name, or an object whose keys are the names (Zitadel's roles): a key that is false or null does not count. */
function groupsAt(claims: Claims, path: string, unreadable: (claim: string) => void): string[] {
  const value = at(claims, path);
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object') {
    unreadable(path);
    return [];
  }
  if (!Array.isArray(value)) {
    return Object.entries(value)
      .filter(([, held]) => held !== false && held !== null)
      .map(([name]) => name);
  }
  const list: unknown[] = value;
  const names = list.filter((one) => typeof one === 'string');
  if (names.length < list.length) unreadable(path);
  return names;
}
