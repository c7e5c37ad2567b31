/** The one reader of credentials: whatever a request proves, it proves here. */

import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import { isBearer } from '../contract/bearer';
import { readSessionCookie, sessionCookieName } from './cookies';
import { identitySchema, type Identity } from './identity';
import type { LoginService } from './login-service';
import { PROXY, readPerson, subjectOf } from './proxied-person';
import { sessionKey } from './session-key';
import type { TokenService } from './token-service';

/**
 * All that a session cookie says: which sign-in it belongs to, and `as` whom a proxy let in. The rest is in the database, where it can be
 * revoked.
 */
const claimsSchema = z.object({ sub: z.string().min(1).max(64), login: z.string().min(1).max(64), as: z.string().optional() });

/** What of a request proves something; `person`: whom a trusted proxy names, as the listener has found it. */
export interface Credentials {
  cookie?: string | undefined;
  authorization?: string | undefined;
  person?: string | null | undefined;
  /** Of the client, as the listener found it: where a token is used from. */
  address?: string | null | undefined;
}

interface Parts {
  logins: LoginService;
  tokens: TokenService;
  secret: Buffer;
  basePath: string;
}

export class Authenticator {
  private readonly key: string;

  constructor(private readonly parts: Parts) {
    this.key = sessionKey(parts.secret);
  }

  /**
   * A Bearer token decides alone, even when it is bad and the cookie good. Another scheme is not for the portal: it may be that of a proxy in front.
   * @param secure whether the client speaks https
   * @returns null for whatever proves nothing
   * @throws PortalError `unavailable` when that can't be found out
   */
  async identify(headers: Credentials, secure: boolean): Promise<Identity | null> {
    const { authorization } = headers;
    const identity = isBearer(authorization)
      ? await this.parts.tokens.find(credentialsOf(authorization ?? ''), headers.address ?? null)
      : await this.bySession(headers.cookie ?? '', headers.person, secure);
    return identity === null ? null : identitySchema.parse(identity);
  }

  private async bySession(cookie: string, person: Credentials['person'], secure: boolean): Promise<Identity | null> {
    const token = readSessionCookie(cookie, sessionCookieName(secure, this.parts.basePath));
    const claims = token === null ? null : await this.readClaims(token);
    if (!claims) return null;
    const identity = await this.parts.logins.find(claims.login);
    if (identity?.user.id !== claims.sub) return null;
    // What a proxy opened holds as long as the proxy goes on naming the same person.
    if (identity.via.provider === PROXY && (claims.as === undefined || !isNamed(person, claims.as))) return null;
    return identity;
  }

  private async readClaims(token: string): Promise<z.output<typeof claimsSchema> | null> {
    try {
      return claimsSchema.parse(await decode({ token, secret: this.key }));
    } catch {
      // forged, of another portal, or expired
      return null;
    }
  }
}

/** Whether the proxy still names the person whom it let in. */
function isNamed(person: Credentials['person'], as: string): boolean {
  const named = readPerson(person);
  return named !== null && subjectOf(named.user) === subjectOf(as);
}

/** What stands after the scheme (RFC 9110, 11.4). */
function credentialsOf(authorization: string): string {
  return authorization.trim().split(/\s+/).slice(1).join(' ');
}
