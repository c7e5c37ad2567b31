/** Back-channel logout (OpenID Connect Back-Channel Logout 1.0): a provider ends what was signed in with its account. */

import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { OidcProvider } from '../config/oidc-settings';
import { isLoopbackUrl } from '../config/places';
import { PortalError } from '../contract/errors';
import type { Logger } from '../log';
import type { LoginService } from './login-service';
import type { LogoutTokenRepository } from './logout-token-repository';
import { oidcFetch } from './oidc-fetch';
import { discoveryAddress, isIssuer } from './oidc-providers';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A token is made for one moment; clocks differ by less. */
const MAX_AGE_S = 5 * 60;
const CLOCKS_S = 60;
/** Signed by a key of the provider: not by the client's secret, and not by nobody. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const KEYS_MS = 10 * 60_000;

const documentSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** 2.4: what a logout token holds. A nonce would make it an identity token. */
const tokenSchema = z
  .object({
    iss: z.string(),
    jti: z.string().min(1).max(1024),
    iat: z.number(),
    events: z.looseObject({ [EVENT]: z.looseObject({}) }),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

interface Parts {
  providers: readonly OidcProvider[];
  ca: string[] | undefined;
  tokens: LogoutTokenRepository;
  logins: LoginService;
  log: Logger;
  now?: () => number;
}

interface Keys {
  issuer: string;
  set: RemoteJWKSet;
  until: number;
}

export class BackchannelLogout {
  private readonly keys = new Map<string, Keys>();
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  /**
   * Ends every sign-in that it is about, and their consoles.
   * @param providerId which of the configured ones is asked to have sent it
   * @throws PortalError `not_found`, `bad_request` for a token that is not good, or not for the first time
   */
  async end(providerId: string, token: string): Promise<void> {
    const provider = this.parts.providers.find(({ id }) => id === providerId);
    if (!provider) throw new PortalError('not_found');
    const { iss, sub, sid, jti } = await this.verify(provider, token);
    const spent = createHash('sha256').update(`${iss}\n${jti}`).digest('hex');
    const now = this.now();
    const ended = await this.parts.logins.endUpstream({ issuer: iss, subject: sub, session: sid }, async (trx) => {
      const first = await this.parts.tokens.in(trx).spend(spent, now, now + (MAX_AGE_S + 2 * CLOCKS_S) * 1000);
      if (!first) throw new PortalError('bad_request');
    });
    this.parts.log.info({ provider: providerId, ended }, 'a provider has ended sign-ins');
  }

  private async verify(provider: OidcProvider, token: string): Promise<z.output<typeof tokenSchema>> {
    try {
      const { issuer, set } = await this.keysOf(provider);
      const { payload }: { payload: JWTPayload } = await jwtVerify(token, set, {
        issuer,
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        maxTokenAge: MAX_AGE_S,
        clockTolerance: CLOCKS_S,
        currentDate: new Date(this.now()),
      });
      return tokenSchema.parse(payload);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 300) : '';
      this.parts.log.warn({ provider: provider.id, reason }, 'a logout token was refused');
      throw new PortalError('bad_request', { cause: error });
    }
  }

  private async keysOf(provider: OidcProvider): Promise<Keys> {
    const known = this.keys.get(provider.id);
    if (known && known.until > this.now()) return known;
    const { ca } = this.parts;
    const answer = await oidcFetch(discoveryAddress(provider.issuer), ca);
    if (!answer.ok) throw new Error(`discovery: status ${answer.status}`);
    const { issuer, jwks_uri } = documentSchema.parse(await answer.json());
    if (!isIssuer(provider, issuer)) throw new Error('the discovery document is of another issuer');
    const address = new URL(jwks_uri);
    if (address.protocol !== 'https:' && !isLoopbackUrl(address)) throw new Error('the keys are published without TLS');
    const set = createRemoteJWKSet(address, { [customFetch]: (url) => oidcFetch(url, ca) });
    const keys = { issuer, set, until: this.now() + KEYS_MS };
    this.keys.set(provider.id, keys);
    return keys;
  }
}
