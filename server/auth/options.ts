/** next-auth's part: it makes and clears the cookie. Who may sign in, and whether a cookie still holds, is decided elsewhere. */

import type { NextAuthOptions, User } from 'next-auth';
import CredentialsModule from 'next-auth/providers/credentials';
import { z } from 'zod';
import { isPortalError } from '../contract/errors';
import type { Logger } from '../log';
import { cookiePath, sessionCookieName, signInCookieNames } from './cookies';
import { LOGIN_LIFETIME_MS, type LoginService } from './login-service';
import { sessionKey } from './session-key';
import type { SignIn } from './sign-in';

/** CommonJS: a bundler hands over the function, Node the module. */
const CredentialsProvider =
  typeof CredentialsModule === 'function' ? CredentialsModule : (CredentialsModule as { default: typeof CredentialsModule }).default;

const MAX_AGE_S = LOGIN_LIFETIME_MS / 1000;

/** Set by the portal's own listener; a client's is dropped. */
const ADDRESS_HEADER = 'x-vnc-portal-address';

const credentialsSchema = z.object({ name: z.string().catch(''), password: z.string().catch('') });
const headersSchema = z.object({ [ADDRESS_HEADER]: z.string().catch(''), 'user-agent': z.string().catch('') });
/** What `authorize` hands to the `jwt` callback. */
const signedInSchema = z.object({ id: z.string(), login: z.string() });
const claimsSchema = z.object({ sub: z.string(), login: z.string() });

interface Parts {
  signIn: SignIn;
  logins: LoginService;
  secret: Buffer;
  /** '' or '/sub'. */
  basePath: string;
  log: Logger;
}

/** @returns options for a browser that speaks https, or not */
export function nextAuthOptions(parts: Parts): (secure: boolean) => NextAuthOptions {
  const { signIn, logins, basePath, log } = parts;
  const key = sessionKey(parts.secret);

  async function authorize(credentials: unknown, request: { headers?: unknown }): Promise<User> {
    const { name, password } = credentialsSchema.parse(credentials ?? {});
    const headers = headersSchema.parse(request.headers ?? {});
    try {
      const { user, login } = await signIn.signIn({ name, password, address: headers[ADDRESS_HEADER], userAgent: headers['user-agent'] });
      return { id: user.id, login: login.id } as User;
    } catch (error) {
      throw new Error(errorText(error, log), { cause: error });
    }
  }

  return (secure) => {
    const options = { httpOnly: true, sameSite: 'lax' as const, path: cookiePath(basePath), secure };
    const names = signInCookieNames(secure, basePath);
    return {
      secret: key,
      useSecureCookies: secure,
      session: { strategy: 'jwt', maxAge: MAX_AGE_S },
      jwt: { maxAge: MAX_AGE_S },
      pages: { signIn: `${basePath}/sign-in`, signOut: `${basePath}/sign-in`, error: `${basePath}/sign-in` },
      cookies: {
        sessionToken: { name: sessionCookieName(secure, basePath), options },
        csrfToken: { name: names.csrf, options },
        callbackUrl: { name: names.callback, options },
      },
      providers: [CredentialsProvider({ credentials: { name: {}, password: {} }, authorize })],
      callbacks: {
        jwt({ token, user }) {
          const signedIn = signedInSchema.safeParse(user);
          return signedIn.success ? { sub: signedIn.data.id, login: signedIn.data.login } : claimsSchema.parse(token);
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
        // Anybody can send a cookie that does not decrypt.
        error: (code, metadata) => log[code === 'JWT_SESSION_ERROR' ? 'debug' : 'error']({ code, err: errorOf(metadata) }, 'next-auth'),
        warn: (code) => log.debug({ code }, 'next-auth'),
        debug: () => undefined,
      },
    };
  };
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

function errorOf(metadata: unknown): unknown {
  if (metadata instanceof Error) return metadata;
  return typeof metadata === 'object' && metadata !== null && 'error' in metadata ? metadata.error : undefined;
}
