/** A real OpenID Connect provider (oidc-provider) on loopback, in this process: it asks people for nothing but who they are. */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { Provider, type AccountClaims } from 'oidc-provider';
import { http } from './http';
import type { WebBrowser } from './web-browser';

export type SigningAlgorithm = 'RS256' | 'ES256' | 'PS256' | 'EdDSA';
export const CLIENT = { id: 'vnc-portal', secret: 'the secret of the client, of enough length' };
const KEY = 'test-key';

/** Cookies of one browser at the provider, by their name. */
export type ProviderSession = Map<string, string>;

export class OpenIdProvider {
  /** What is told of an account besides its subject. */
  readonly accounts = new Map<string, Partial<AccountClaims>>();
  /** What it could not tell the portal. */
  troubles: string[] = [];

  /** Makes another identity token of the claims of each: null leaves it. */
  changeIdToken: ((claims: JWTPayload) => Promise<string>) | null = null;

  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
    readonly issuer: string,
    /** What it signs with. */
    readonly algorithm: SigningAlgorithm,
  ) {}

  /** It has its address, and knows no client yet: the portal's address is not known then. */
  static async listen(algorithm: SigningAlgorithm = 'RS256'): Promise<OpenIdProvider> {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OpenIdProvider(server, privateKey, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, algorithm);
  }

  /** @param portal its address, @param id under which it knows this provider */
  async serve(portal: string, id: string): Promise<void> {
    const jwk = { ...(await exportJWK(this.key)), kid: KEY, alg: this.algorithm, use: 'sig' };
    const provider = new Provider(this.issuer, {
      jwks: { keys: [jwk] },
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          id_token_signed_response_alg: this.algorithm,
          redirect_uris: [`${portal}/api/auth/callback/${id}`],
          backchannel_logout_uri: `${portal}/api/auth/backchannel/${id}`,
          backchannel_logout_session_required: true,
        },
      ],
      claims: { openid: ['sub', 'groups'], profile: ['name', 'preferred_username'], email: ['email'] },
      // What it announces: among the algorithms of its keys also one of the client's secret.
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'HS256'] as never },
      cookies: { keys: ['a key of the test'] },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      interactions: { url: (_, { uid }) => `/who/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...this.accounts.get(sub) }) }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session!.accountId! });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
      // It calls no address of this machine by itself.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      pkce: { required: () => true },
    });
    provider.on('backchannel.error', (_, error) => (this.troubles = [...this.troubles, error.message]));
    const handle = provider.callback();
    this.server.on('request', (request, response) => {
      const who = request.url?.startsWith('/who/') ? request.headers['x-who'] : undefined;
      if (request.url === '/token' && this.changeIdToken) this.#change(response, this.changeIdToken);
      if (who === undefined) void handle(request, response);
      else void provider.interactionFinished(request, response, { login: { accountId: String(who) } });
    });
  }

  /**
   * From the button of the sign-in page to where the browser is sent in the end.
   * @param change what is done to the address that the provider sends the browser back to
   */
  async signIn(
    browser: WebBrowser,
    id: string,
    sub: string,
    change = (back: URL): URL => back,
  ): Promise<{ location: string; session: ProviderSession }> {
    return this.comeBack(browser, await beginAt(browser, id), sub, change);
  }

  /** From the address that the button led to on. */
  async comeBack(
    browser: WebBrowser,
    begun: string,
    sub: string,
    change = (back: URL): URL => back,
  ): Promise<{ location: string; session: ProviderSession }> {
    const session: ProviderSession = new Map();
    const back = await this.visit(begun, session, sub);
    const answer = await browser.get(localPath(browser, change(new URL(back)).href));
    return { location: answer.headers.location ?? '', session };
  }

  /** Goes through the provider's pages. @returns the address outside of it that they lead to */
  async visit(url: string, session: ProviderSession, sub: string): Promise<string> {
    for (let step = 0; url.startsWith(this.issuer); step++) {
      if (step > 10) throw new Error(`the provider leads nowhere: ${url}`);
      const answer = await http(url, { headers: { cookie: cookieOf(session), 'x-who': sub } });
      keep(session, answer.headers['set-cookie']);
      if (answer.headers.location === undefined) throw new Error(`the provider said ${answer.status}: ${answer.text}`);
      url = new URL(answer.headers.location, url).href;
    }
    return url;
  }

  /** Signs out at the provider, which tells the portal itself. */
  async signOut(session: ProviderSession): Promise<void> {
    const page = await http(`${this.issuer}/session/end?client_id=${CLIENT.id}`, { headers: { cookie: cookieOf(session) } });
    keep(session, page.headers['set-cookie']);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const answer = await http(`${this.issuer}/session/end/confirm`, {
      method: 'POST',
      headers: { cookie: cookieOf(session), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    });
    if (answer.status >= 400 || this.troubles.length > 0) throw new Error(`at the provider: ${answer.status} ${this.troubles.join()}`);
  }

  /** A logout token as it makes them, but for what is said otherwise. */
  logoutToken(claims: JWTPayload, { key = this.key, typ = 'logout+jwt' } = {}): Promise<string> {
    const usual = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, jti: crypto.randomUUID() };
    const now = Math.floor(Date.now() / 1000);
    const token = { iss: this.issuer, aud: CLIENT.id, iat: now, exp: now + 120, ...usual, ...claims };
    return new SignJWT(token).setProtectedHeader({ alg: 'RS256', kid: KEY, typ }).sign(key);
  }

  /** An identity token of the claims, with `alg` of the key in its header. */
  sign(claims: JWTPayload, { key = this.key, alg = this.algorithm }: { key?: CryptoKey | Uint8Array; alg?: string } = {}): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg, kid: KEY }).sign(key);
  }

  #change(response: ServerResponse, change: (claims: JWTPayload) => Promise<string>): void {
    const end = response.end.bind(response) as (body: string) => ServerResponse;
    response.end = ((body: string) => {
      const answer = JSON.parse(body) as { id_token: string };
      void change(decodeJwt(answer.id_token)).then((token) => {
        const changed = JSON.stringify({ ...answer, id_token: token });
        response.setHeader('content-length', Buffer.byteLength(changed));
        end(changed);
      });
      return response;
    }) as typeof response.end;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** @returns where the button sends the browser to */
export async function beginAt(browser: WebBrowser, id: string): Promise<string> {
  const { csrfToken } = (await browser.get('/api/auth/csrf')).json<{ csrfToken: string }>();
  const answer = await browser.request(`/api/auth/signin/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: `${browser.portal.url}/`, json: 'true' }).toString(),
  });
  return answer.json<{ url: string }>().url;
}

function localPath({ portal }: WebBrowser, url: string): string {
  if (!url.startsWith(portal.url)) throw new Error(`the provider leads to ${url}`);
  return url.slice(portal.url.length);
}

const cookieOf = (session: ProviderSession): string => [...session].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(session: ProviderSession, lines: string[] = []): void {
  for (const line of lines) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    if (value === '') session.delete(name!);
    else session.set(name!, value!);
  }
}
