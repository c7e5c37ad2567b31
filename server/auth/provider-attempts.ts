/**
 * Sign-ins at providers that are under way in one browser. next-auth has one set of cookies for them, so that a second tab would break the first:
 * here each attempt has a set of its own, told apart by what its names end with.
 */

import { randomBytes } from 'node:crypto';
import { decode } from 'next-auth/jwt';
import { parseCookies, cookiePath, signInCookieNames } from './cookies';
import { sessionKey } from './session-key';

/** A browser sends all of them with each request, a kilobyte for each attempt. Those begun longest ago are forgotten. */
const MAX_ATTEMPTS = 4;
const ID_BYTES = 6;
const ID = /^-([A-Za-z0-9_-]{8})$/;

export interface BegunAttempt {
  id: string;
  /** Values of Set-Cookie that take older attempts away. */
  forget: string[];
}

export class ProviderAttempts {
  private readonly key: string;

  /** @param basePath '' or '/sub' */
  constructor(
    secret: Buffer,
    private readonly basePath: string,
  ) {
    this.key = sessionKey(secret);
  }

  /** @param cookies the header of the request */
  begin(cookies: string, secure: boolean): BegunAttempt {
    // RFC 6265, 5.4: those that were set first come first.
    const known = this.known(cookies, secure).slice(0, 1 - MAX_ATTEMPTS);
    return { id: randomBytes(ID_BYTES).toString('base64url'), forget: known.flatMap((id) => this.forget(id, secure)) };
  }

  /**
   * @param state of the address that a provider has sent the browser back to
   * @returns the attempt that it belongs to; null for none of this browser's
   */
  async find(cookies: string, state: string, secure: boolean): Promise<string | null> {
    const values = parseCookies(cookies);
    const { state: name } = signInCookieNames(secure, this.basePath);
    for (const id of this.known(cookies, secure).slice(-2 * MAX_ATTEMPTS)) {
      const salt = `${name}-${id}`;
      const kept = await decode({ token: values.get(salt)!, secret: this.key, salt }).catch(() => null);
      if (state !== '' && kept?.['value'] === state) return id;
    }
    return null;
  }

  /** @returns values of Set-Cookie that take the attempt away */
  forget(id: string, secure: boolean): string[] {
    const { state, nonce, pkce } = signInCookieNames(secure, this.basePath);
    const attributes = `Path=${cookiePath(this.basePath)}; Max-Age=0; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
    return [state, nonce, pkce].map((name) => `${name}-${id}=; ${attributes}`);
  }

  private known(cookies: string, secure: boolean): string[] {
    const { state } = signInCookieNames(secure, this.basePath);
    return [...parseCookies(cookies).keys()]
      .filter((name) => name.startsWith(state))
      .map((name) => ID.exec(name.slice(state.length))?.[1])
      .filter((id) => id !== undefined);
  }
}
