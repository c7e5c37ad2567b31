/** next-auth's part: it makes and clears the cookie. Who may sign in, and whether a cookie still holds, is decided elsewhere. */

import type { NextAuthOptions, User } from 'next-auth';
import CredentialsModule from 'next-auth/providers/credentials';
import { z } from 'zod';
import type { OidcProvider } from '../config/oidc-settings';
import { isPortalError } from '../contract/errors';
import type { Logger } from '../log';
import { LogLimit } from '../log-limit';
import { cookiePath, sessionCookieName, signInCookieNames } from './cookies';
import type { ExternalSignIn } from './external-sign-in';
import { LOGIN_LIFETIME_MS, type LoginService } from './login-service';
import { authoritiesOf, nextAuthProvider, type OidcOutcome } from './oidc-providers';
import { ClocksDiffer } from './oidc-token';
import { accountOfPerson, PROXY, readPerson } from './proxied-person';
import { sessionKey } from './session-key';
import type { Client, SignIn, SignInResult, SignedIn } from './sign-in';

/** CommonJS: a bundler hands over the function, Node the module. */
const CredentialsProvider =
  typeof CredentialsModule === 'function' ? CredentialsModule : (CredentialsModule as { default: typeof CredentialsModule }).default;

const MAX_AGE_S = LOGIN_LIFETIME_MS / 1000;

const credentialsSchema = z.object({ name: z.string().catch(''), password: z.string().catch('') });
/** What `authorize` hands to the `jwt` callback. */
const signedInSchema = z.object({ id: z.string(), login: z.string(), as: z.string().optional() });
/** `as`: whom the proxy named that let them in; see authenticator.ts. */
const claimsSchema = z.object({ sub: z.string(), login: z.string(), as: z.string().optional() });

interface Parts {
  signIn: Pick<SignIn, 'signIn' | 'complete'>;
  external: Pick<ExternalSignIn, 'byProvider' | 'byProxy' | 'refused'>;
  providers: readonly OidcProvider[];
  logins: Pick<LoginService, 'signOut'>;
  secret: Buffer;
  /** '' or '/sub'. */
  basePath: string;
  log: Logger;
}

/** A browser that comes back from a provider. */
interface Arrival {
  provider: string;
  claims: unknown;
  user: object;
  outcome: OidcOutcome;
  request: AuthRequest;
}

/** One request to next-auth. */
export interface AuthRequest {
  /** Whether the browser speaks https: it decides the names of the cookies. */
  secure: boolean;
  client: Client;
  /** Of a sign-in that is under way. */
  ticket: string | null;
  /** Has the browser keep the ticket of a sign-in that wants more first; null: it is used up. */
  keepTicket: (ticket: string | null) => void;
  /** Which sign-in at a provider it is about; '' where it is about none. */
  attempt: string;
  /** Whom a trusted proxy names, as the listener has found it. */
  person: string | null;
}

/** What the sign-in page reads in the place of an error. */
const MORE = 'more';
const OIDC_FAILED = 'oidc_failed';
const CLOCKS = { ahead: 'oidc_clock_ahead', behind: 'oidc_clock_behind' } as const;
/** Time to sign in at a provider. */
const AWAY_S = 15 * 60;
const MAX_REASON = 300;

/** @returns the options for one request */
export function nextAuthOptions(parts: Parts): (request: AuthRequest) => NextAuthOptions {
  const { signIn, external, logins, basePath, log } = parts;
  const key = sessionKey(parts.secret);
  const authorities = authoritiesOf(parts.providers);
  const signInPage = `${basePath}/sign-in`;
  const limit = new LogLimit((leftOut) => log.warn({ leftOut }, 'next-auth had more to say than is logged'));

  /** With a name: the first step. Without: the last, after all that was wanted in between. */
  async function enter(credentials: z.output<typeof credentialsSchema>, request: AuthRequest): Promise<SignedIn & { as?: string }> {
    const { client, ticket, keepTicket } = request;
    if (credentials.name === '' && credentials.password === '' && ticket !== null) {
      const signedIn = await signIn.complete(ticket, client);
      keepTicket(null);
      const person = signedIn.proxied === undefined ? null : readPerson(request.person);
      // A sign-in by the proxy's word counts as long as the proxy goes on naming the same person.
      return person && accountOfPerson(person).subject === signedIn.proxied ? { ...signedIn, as: person.user } : signedIn;
    }
    return finished(await signIn.signIn({ ...credentials, ...client }), request);
  }

  async function authorize(enters: () => Promise<SignedIn & { as?: string }>): Promise<User> {
    try {
      const { user, login, as } = await enters();
      return { id: user.id, login: login.id, as } as unknown as User;
    } catch (error) {
      if (error instanceof Error && error.message === MORE) throw error;
      throw new Error(errorText(error, log), { cause: error });
    }
  }

  const byProxy = async (request: AuthRequest) => {
    const { result, as } = await external.byProxy(request.person, request.client);
    return { ...finished(result, request), as };
  };

  /** @returns where to go; null when that is into the portal */
  async function comeBack({ provider, claims, user, outcome, request }: Arrival): Promise<string | null> {
    try {
      if (outcome.failed instanceof Error) throw outcome.failed;
      const signedIn = finished(await external.byProvider(provider, claims, request.client), request);
      // Without an adapter, next-auth hands the `jwt` callback this very object.
      Object.assign(user, { id: signedIn.user.id, login: signedIn.login.id });
      return null;
    } catch (error) {
      if (error instanceof Error && error.message === MORE) return signInPage;
      const code = isPortalError(error) ? errorText(error, log) : error instanceof ClocksDiffer ? CLOCKS[error.provider] : OIDC_FAILED;
      if (!isPortalError(error)) {
        log.error({ provider, reason: reasonOf(error) }, 'a sign-in from elsewhere failed');
        await external.refused(provider, reasonOf(error), request.client);
      }
      return `${signInPage}?error=${encodeURIComponent(code)}`;
    }
  }

  return (request) => {
    const { secure, attempt } = request;
    const outcome: OidcOutcome = {};
    const providers = parts.providers.map((provider) => nextAuthProvider(provider, authorities, outcome));
    const options = { httpOnly: true, sameSite: 'lax' as const, path: cookiePath(basePath), secure };
    const names = signInCookieNames(secure, basePath);
    return {
      secret: key,
      useSecureCookies: secure,
      session: { strategy: 'jwt', maxAge: MAX_AGE_S },
      jwt: { maxAge: MAX_AGE_S },
      pages: { signIn: signInPage, signOut: signInPage, error: signInPage },
      cookies: {
        sessionToken: { name: sessionCookieName(secure, basePath), options },
        csrfToken: { name: names.csrf, options },
        callbackUrl: { name: names.callback, options },
        // They live while somebody is at the provider.
        pkceCodeVerifier: { name: `${names.pkce}-${attempt}`, options: { ...options, maxAge: AWAY_S } },
        state: { name: `${names.state}-${attempt}`, options: { ...options, maxAge: AWAY_S } },
        nonce: { name: `${names.nonce}-${attempt}`, options: { ...options, maxAge: AWAY_S } },
      },
      providers: [
        CredentialsProvider({
          credentials: { name: {}, password: {} },
          authorize: (credentials) => authorize(() => enter(credentialsSchema.parse(credentials ?? {}), request)),
        }),
        CredentialsProvider({ id: PROXY, credentials: {}, authorize: () => authorize(() => byProxy(request)) }),
        ...providers,
      ],
      callbacks: {
        async signIn({ account, profile, user }) {
          if (account?.type !== 'oauth') return true;
          return (await comeBack({ provider: account.provider, claims: profile, user, outcome, request })) ?? true;
        },
        jwt({ token, user }) {
          const signedIn = signedInSchema.safeParse(user);
          if (!signedIn.success) return claimsSchema.parse(token);
          const { id, login, as } = signedIn.data;
          return { sub: id, login, ...(as === undefined ? {} : { as }) };
        },
        // `/api/auth/session` tells nothing: who is signed in is asked of `/api/v1/me`, which knows what was revoked.
        session: ({ session }) => ({ expires: session.expires }),
        redirect: ({ url, baseUrl }) => returnAddress(url, baseUrl, basePath),
      },
      events: {
        async signOut({ token }) {
          const claims = claimsSchema.safeParse(token);
          if (claims.success) await logins.signOut(claims.data.login);
        },
      },
      logger: {
        error: (code, metadata) => logError(log, limit, code, metadata),
        warn: (code) => log.debug({ code }, 'next-auth'),
        debug: () => undefined,
      },
    };
  };
}

/** A sign-in that wants more goes on with a ticket, and looks like a failed one to next-auth. */
function finished(result: SignInResult, { keepTicket }: AuthRequest): SignedIn {
  if (result.kind === 'login') return result;
  keepTicket(result.ticket);
  throw new Error(MORE);
}

/** What the sign-in page reads from the address that it is sent back to: a code, and for a wait the seconds. */
function errorText(error: unknown, log: Logger): string {
  if (!isPortalError(error)) {
    log.error({ err: error }, 'a sign-in failed');
    return 'internal';
  }
  const seconds = error.options.retryAfterSeconds;
  return seconds === undefined ? error.code : `${error.code}:${seconds}`;
}

/** Only back into the portal: an address from outside would lead whoever just typed a password to another site. */
function returnAddress(url: string, baseUrl: string, basePath: string): string {
  const { origin } = new URL(baseUrl);
  const home = `${origin}${basePath}/`;
  if (!URL.canParse(url, home)) return home;
  const target = new URL(url, home);
  const inside = basePath === '' || target.pathname === basePath || target.pathname.startsWith(`${basePath}/`);
  return target.origin === origin && inside ? target.href : home;
}

/** Strangers can cause most of it. */
function logError(log: Logger, limit: LogLimit, code: string, metadata: unknown): void {
  const error = errorOf(metadata);
  // Anybody can send a cookie that does not decrypt.
  if (code === 'JWT_SESSION_ERROR') log.debug({ code, err: error }, 'next-auth');
  else if (!limit.allows()) return;
  // What went wrong with a provider is told without the tokens and answers that the error carries.
  else if (/OAUTH/.test(code)) log.warn({ code, reason: reasonOf(error) }, 'a sign-in from elsewhere failed');
  else log.error({ code, err: error }, 'next-auth');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, MAX_REASON) : '';
}

function errorOf(metadata: unknown): unknown {
  if (metadata instanceof Error) return metadata;
  return typeof metadata === 'object' && metadata !== null && 'error' in metadata ? metadata.error : undefined;
}
