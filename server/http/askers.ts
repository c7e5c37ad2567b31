/** Who asks for a page or a call, as far as turns are concerned: found out once for a login or a token, and kept for a while. */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../auth/authenticator';
import { readSessionCookie, sessionCookieName } from '../auth/cookies';
import type { Identity } from '../auth/identity';
import { networkOf } from '../config/networks';
import { isBearer } from '../contract/bearer';
import type { ClientInfo } from './client-info';
import type { Asker } from './fair-queue';

/** It decides about turns alone: what a login may do, each request proves anew. */
const KEEP_MS = 5 * 60_000;
/** Some hundred bytes each. */
const MAX_KEPT = 4096;
/** Credentials that are looked up at the same time; beyond this a request is a stranger's. Anybody can make credentials up. */
const MAX_LOOKUPS = 8;
/** A database that is slow does not hold anybody back here. */
const LOOKUP_MS = 500;

interface Parts {
  identify: (credentials: Credentials, secure: boolean) => Promise<Identity | null>;
  basePath: string;
  now?: () => number;
}

export class Askers {
  private readonly kept = new Map<string, { key: string; until: number }>();
  private lookups = 0;
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? (() => performance.now());
  }

  async of({ headers }: IncomingMessage, { address, secure, person }: ClientInfo): Promise<Asker> {
    const stranger: Asker = { key: networkOf(address), known: false };
    const { authorization, cookie = '' } = headers;
    const shown = isBearer(authorization) ? authorization! : readSessionCookie(cookie, sessionCookieName(secure, this.parts.basePath));
    if (shown === null) return stranger;
    const credential = createHash('sha256')
      .update(`${shown}\n${person ?? ''}`)
      .digest('base64');
    const kept = this.kept.get(credential);
    if (kept && kept.until > this.now()) return { key: kept.key, known: true };
    const identity = await this.lookUp({ authorization, cookie, person }, secure);
    if (!identity) return stranger;
    const key = `${identity.via.kind} ${identity.via.id}`;
    this.keep(credential, key);
    return { key, known: true };
  }

  private async lookUp(credentials: Credentials, secure: boolean): Promise<Identity | null> {
    if (this.lookups >= MAX_LOOKUPS) return null;
    this.lookups++;
    const found = this.parts
      .identify(credentials, secure)
      .catch(() => null)
      .finally(() => this.lookups--);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), LOOKUP_MS);
    });
    return Promise.race([found, late]).finally(() => clearTimeout(timer));
  }

  private keep(credential: string, key: string): void {
    this.kept.delete(credential);
    this.kept.set(credential, { key, until: this.now() + KEEP_MS });
    if (this.kept.size <= MAX_KEPT) return;
    const [oldest] = this.kept.keys();
    this.kept.delete(oldest!);
  }
}
