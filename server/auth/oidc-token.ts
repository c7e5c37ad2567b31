/** The identity token that a provider's code is exchanged for, and whether it is to be believed. */

import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type RemoteJWKSet } from 'jose';
import type { TokenEndpointHandler } from 'next-auth/providers/oauth';
import { oidcFetch } from './oidc-fetch';
import { ensureConfidential } from './oidc-keys';

/** Clocks of servers that nobody tends differ by less. */
const CLOCKS_S = 60;
/** Signed by a key of the provider: `none` is signed by nobody, and HS256 by a secret that the client has, too. */
export const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** OpenID Connect Core 1.0, 3.1.3.7: where nothing else was agreed on. */
const USUAL = 'RS256';

/** The clock of the provider is ahead of the portal's, or behind it, by more than is tolerated. */
export class ClocksDiffer extends Error {
  constructor(
    readonly provider: 'ahead' | 'behind',
    seconds: number,
  ) {
    super(`the clock of the provider is ${seconds} s ${provider === 'ahead' ? 'ahead of' : 'behind'} the portal's`);
  }
}

export type Exchange = Parameters<NonNullable<TokenEndpointHandler['request']>>[0];
export type Tokens = Awaited<ReturnType<NonNullable<TokenEndpointHandler['request']>>>['tokens'];

/** What openid-client calls to check an identity token; its own types leave it out. */
interface Validating {
  validateIdToken: (tokens: Tokens, nonce: string | undefined) => Promise<Tokens>;
}

/**
 * The answer of the provider is checked by openid-client, its identity token here: openid-client takes one algorithm, and which of those that
 * a provider announces signs is a setting of each client there.
 * @throws ClocksDiffer, and errors of jose and openid-client
 */
export async function exchangeCode({ client, provider, params, checks }: Exchange, ca: string[] | undefined): Promise<Tokens> {
  (client as unknown as Validating).validateIdToken = async (tokens, nonce) => {
    const { id_token: token, access_token: accessToken } = tokens;
    if (token === undefined) throw new Error('the provider gave no identity token');
    const claims = await verified(token, client, ca);
    // Core 1.0, 3.1.3.7, 4 and 5: a token for several must say for whom it was made.
    if (claims['azp'] === undefined ? Array.isArray(claims.aud) && claims.aud.length > 1 : claims['azp'] !== client.metadata.client_id)
      throw new Error('the identity token was made for another client');
    if (claims['nonce'] !== nonce) throw new Error('the identity token belongs to another sign-in');
    if (claims['at_hash'] !== undefined && claims['at_hash'] !== hashOf(accessToken ?? '', decodeProtectedHeader(token).alg ?? ''))
      throw new Error('the access token is not the one of the identity token');
    return tokens;
  };
  return client.callback(provider.callbackUrl, params, checks);
}

async function verified(token: string, { issuer, metadata }: Exchange['client'], ca: string[] | undefined): Promise<JWTPayload> {
  const { jwks_uri: address, id_token_signing_alg_values_supported: announced } = issuer.metadata;
  if (address === undefined) throw new Error('the provider publishes no keys');
  const algorithms = Array.isArray(announced) ? SIGNATURES.filter((algorithm) => announced.includes(algorithm)) : [USUAL];
  try {
    const expected = { issuer: issuer.metadata.issuer, audience: metadata.client_id, algorithms, requiredClaims: ['sub', 'exp', 'iat'] };
    const { payload } = await jwtVerify(token, keysAt(address, ca), { ...expected, clockTolerance: CLOCKS_S });
    // Not every provider says from when on its token holds: then it is when the token was made.
    const ahead = payload.iat! - now();
    if (ahead > CLOCKS_S) throw new ClocksDiffer('ahead', ahead);
    return payload;
  } catch (error) {
    throw differenceIn(error) ?? error;
  }
}

const keySets = new Map<string, RemoteJWKSet>();

/** One set for each provider of the process: it asks for keys again by itself when they change, and not more often than every 30 s. */
function keysAt(address: string, ca: string[] | undefined): RemoteJWKSet {
  let set = keySets.get(address);
  if (!set) {
    const url = new URL(address);
    ensureConfidential(url);
    set = createRemoteJWKSet(url, { [customFetch]: (from) => oidcFetch(from, ca) });
    keySets.set(address, set);
  }
  return set;
}

function differenceIn(error: unknown): ClocksDiffer | null {
  if (error instanceof errors.JWTExpired) return new ClocksDiffer('behind', now() - (error.payload.exp ?? 0));
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf' && error.reason === 'check_failed')
    return new ClocksDiffer('ahead', (error.payload.nbf ?? 0) - now());
  return null;
}

const now = (): number => Math.floor(Date.now() / 1000);

/** Core 1.0, 3.1.3.6: the left half of the hash that the signature uses. */
function hashOf(accessToken: string, algorithm: string): string {
  const bits = /\d{3}$/.exec(algorithm)?.[0];
  // Ed25519 signs over SHA-512.
  const hash = createHash(bits === '256' || bits === '384' ? `sha${bits}` : 'sha512')
    .update(accessToken)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}
