/** Back-channel logout (OpenID Connect Back-Channel Logout 1.0): a provider ends what was signed in with its account. */

import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { OidcProvider } from '../config/oidc-settings';
import { PortalError } from '../contract/errors';
import type { Logger } from '../log';
import type { LoginService } from './login-service';
import type { LogoutTokenRepository } from './logout-token-repository';
import { oidcFetch } from './oidc-fetch';
import { ensureConfidential } from './oidc-keys';
import { discoveryAddress, isIssuer } from './oidc-providers';
import { SIGNATURES } from './oidc-token';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A token is made for one moment; clocks differ by less. */
const MAX_AGE_S = 5 * 60;
const CLOCKS_S = 60;
const KEYS_MS = 10 * 60_000;
/** A token has some hundred characters, more with long keys' signatures. */
const MAX_TOKEN = 8192;
/** A provider that could not be asked is not asked again for so long: anybody can post tokens, and each would be a request to it. */
const RETRY_MS = 10_000;
/** Tokens that wait for keys or are being verified. Beyond, the provider is told to come again. */
const MAX_AT_ONCE = 32;
/** Refused tokens of one address in a minute, after which its tokens are not verified: a provider sends good ones. */
const MAX_REFUSED = 30;
const WINDOW_MS = 60_000;
/** Addresses that are counted, the oldest are forgotten. */
const MAX_ADDRESSES = 1000;

const documentSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** 2.4: what a logout token holds. A nonce would make it an identity token. */
const tokenSchema = z
  .object({
    iss: z.string(),
    jti: z.string().min(1).max(1024),
    aud: z.union([z.string(), z.array(z.string())]),
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
  /** ms of a clock that is never set. */
  elapsed?: () => number;
}

interface Keys {
  issuer: string;
  set: RemoteJWKSet;
  until: number;
}

export class BackchannelLogout {
  private readonly keys = new Map<string, Keys>();
  private readonly asked = new Map<string, Promise<Keys>>();
  private readonly silentUntil = new Map<string, number>();
  private readonly refused = new Map<string, { count: number; until: number }>();
  private running = 0;
  private readonly now: () => number;
  private readonly elapsed: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
    this.elapsed = parts.elapsed ?? (() => performance.now());
  }

  /**
   * Ends every sign-in that it is about, and their consoles.
   * @param providerId which of the configured ones is asked to have sent it
   * @param address where it comes from
   * @throws PortalError `not_found`, `bad_request` for a token that is not good, or not for the first time, `too_many_attempts`, `busy`
   */
  async end(providerId: string, token: string, address: string): Promise<void> {
    const provider = this.parts.providers.find(({ id }) => id === providerId);
    if (!provider) throw new PortalError('not_found');
    const { iss, sub, sid, jti } = await this.verify(provider, token, address);
    const spent = createHash('sha256').update(`${iss}\n${jti}`).digest('hex');
    const now = this.now();
    const ended = await this.parts.logins.endUpstream({ issuer: iss, subject: sub, session: sid }, async (trx) => {
      const first = await this.parts.tokens.in(trx).spend(spent, now, now + (MAX_AGE_S + 2 * CLOCKS_S) * 1000);
      if (!first) throw new PortalError('bad_request');
    });
    this.parts.log.info({ provider: providerId, ended }, 'a provider has ended sign-ins');
  }

  private async verify(provider: OidcProvider, token: string, address: string): Promise<z.output<typeof tokenSchema>> {
    const before = this.refusedOf(address);
    if (before >= MAX_REFUSED) throw new PortalError('too_many_attempts', { retryAfterSeconds: WINDOW_MS / 1000 });
    if (this.running >= MAX_AT_ONCE) throw new PortalError('busy');
    this.running++;
    try {
      this.ensurePlausible(provider, token);
      const { issuer, set } = await this.keysOf(provider);
      const { payload }: { payload: JWTPayload } = await jwtVerify(token, set, {
        issuer,
        audience: provider.clientId,
        algorithms: SIGNATURES,
        maxTokenAge: MAX_AGE_S,
        clockTolerance: CLOCKS_S,
        currentDate: new Date(this.now()),
      });
      return tokenSchema.parse(payload);
    } catch (error) {
      this.countRefused(address);
      // Anybody can post tokens, and is not to write the log with them.
      const level = before === 0 ? 'warn' : 'debug';
      this.parts.log[level]({ provider: provider.id, reason: reasonOf(error) }, 'a logout token was refused');
      throw new PortalError('bad_request', { cause: error });
    } finally {
      this.running--;
    }
  }

  /** All that can be seen without a key: nothing is fetched for a token that could not be good with any. */
  private ensurePlausible(provider: OidcProvider, token: string): void {
    if (token.length > MAX_TOKEN) throw new Error('it is too long');
    const { alg = '' } = decodeProtectedHeader(token);
    if (!SIGNATURES.includes(alg)) throw new Error('it is not signed by a key of the provider');
    const { iss, aud, iat } = tokenSchema.parse(decodeJwt(token));
    if (!isIssuer(provider, iss)) throw new Error('it is of another issuer');
    if (![aud].flat().includes(provider.clientId)) throw new Error('it is for another client');
    const age = this.now() / 1000 - iat;
    if (age > MAX_AGE_S + CLOCKS_S || age < -CLOCKS_S) throw new Error('it is not of this moment');
  }

  private refusedOf(address: string): number {
    const known = this.refused.get(address);
    return known && known.until > this.elapsed() ? known.count : 0;
  }

  private countRefused(address: string): void {
    const count = this.refusedOf(address) + 1;
    const until = count === 1 ? this.elapsed() + WINDOW_MS : this.refused.get(address)!.until;
    this.refused.delete(address);
    if (this.refused.size >= MAX_ADDRESSES) this.refused.delete(this.refused.keys().next().value!);
    this.refused.set(address, { count, until });
  }

  /** Of all tokens that come at once, one has the keys fetched. */
  private async keysOf(provider: OidcProvider): Promise<Keys> {
    const known = this.keys.get(provider.id);
    if (known && known.until > this.elapsed()) return known;
    if ((this.silentUntil.get(provider.id) ?? 0) > this.elapsed()) throw new Error('the provider could not be asked a moment ago');
    let asked = this.asked.get(provider.id);
    if (!asked) {
      asked = this.fetchKeys(provider).finally(() => this.asked.delete(provider.id));
      this.asked.set(provider.id, asked);
    }
    return asked;
  }

  private async fetchKeys(provider: OidcProvider): Promise<Keys> {
    try {
      return await this.discover(provider);
    } catch (error) {
      this.silentUntil.set(provider.id, this.elapsed() + RETRY_MS);
      throw error;
    }
  }

  private async discover(provider: OidcProvider): Promise<Keys> {
    const { ca } = this.parts;
    const answer = await oidcFetch(discoveryAddress(provider.issuer), ca);
    if (!answer.ok) throw new Error(`discovery: status ${answer.status}`);
    const { issuer, jwks_uri } = documentSchema.parse(await answer.json());
    if (!isIssuer(provider, issuer)) throw new Error('the discovery document is of another issuer');
    const address = new URL(jwks_uri);
    ensureConfidential(address);
    // For an unknown key it asks again, but not more often than every 30 s. What could not be fetched is not asked for at once either.
    const set = createRemoteJWKSet(address, { [customFetch]: (url) => oidcFetch(url, ca) });
    await set.reload();
    const keys = { issuer, set, until: this.elapsed() + KEYS_MS };
    this.keys.set(provider.id, keys);
    return keys;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof z.ZodError
    ? 'it has not the claims of a logout token'
    : error instanceof Error
      ? error.message.slice(0, 300)
      : '';
}
