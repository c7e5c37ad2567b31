/**
 * A circuit breaker for each host's login. VNC servers count failed logins by address, and every person has the portal's one address: after
 * a few wrong passwords TigerVNC and TightVNC refuse everybody. So after a refusal nobody tries that host for a while, at no process of
 * the portal.
 */

import { z } from 'zod';
import type { Change, NewChange } from '../../db/changes';

/** As long as a person needs to look the password up, once or twice… */
const FIRST_WAIT_MS = 5_000;
/** …and twice as long each time, up to what TigerVNC itself takes to forget. */
const LONGEST_WAIT_MS = 10 * 60_000;
/** A server that says that there were too many failures is left alone at least this long. */
const BLACKLIST_WAIT_MS = 60_000;
/** Hosts are registered by admins; this bounds a registry that changes for ever. */
const MAX_HOSTS = 20_000;

/** Connections that ended before a login was tried count too, at TigerVNC; so many in a row are let go by. */
const FREE_UNFINISHED = 2;

/** What one process tells the others. */
const newsSchema = z.object({ from: z.string(), what: z.enum(['refused', 'blacklisted', 'unfinished', 'forgotten']) });
type News = z.infer<typeof newsSchema>['what'];

interface Parts {
  now?: () => number;
  /** This process, and how the others learn; absent when there are none. */
  others?: { node: string; tell: (change: NewChange) => void };
}

interface Refused {
  count: number;
  unfinished: number;
  until: number;
}

export class LoginBreaker {
  private readonly refused = new Map<string, Refused>();

  private readonly now: () => number;

  constructor(private readonly parts: Parts = {}) {
    this.now = parts.now ?? Date.now;
  }

  /** When this host may be tried again, ms since 1970 UTC; null: now. */
  blockedUntil(hostId: string): number | null {
    const until = this.refused.get(hostId)?.until ?? 0;
    return until > this.now() ? until : null;
  }

  /** @param blacklisted whether the server itself said that it refuses further logins */
  refuse(hostId: string, blacklisted: boolean): void {
    this.note(hostId, blacklisted ? 'blacklisted' : 'refused');
  }

  /** A connection ended without a login: a certificate that is not trusted, a person who was asked and left. */
  unfinished(hostId: string): void {
    this.note(hostId, 'unfinished');
  }

  /** A login succeeded: what was wrong is so no more. */
  forget(hostId: string): void {
    // What this process has not heard of, it was never told, or the others have forgotten it too.
    if (this.refused.has(hostId)) this.note(hostId, 'forgotten');
  }

  /** What another process has met; or somebody changed the host, and may have put right what was wrong. */
  apply({ kind, subject, reason }: Pick<Change, 'kind' | 'subject' | 'reason'>): void {
    if (kind === 'host') this.refused.delete(subject);
    if (kind !== 'breaker') return;
    const { from, what } = newsSchema.parse(JSON.parse(reason));
    if (from !== this.parts.others?.node) this.take(subject, what);
  }

  private note(hostId: string, what: News): void {
    this.take(hostId, what);
    const { others } = this.parts;
    others?.tell({ kind: 'breaker', subject: hostId, reason: JSON.stringify({ from: others.node, what }) });
  }

  private take(hostId: string, what: News): void {
    if (what === 'forgotten') this.refused.delete(hostId);
    else if (what === 'unfinished') this.countUnfinished(hostId);
    else this.countRefusal(hostId, what === 'blacklisted');
  }

  private countRefusal(hostId: string, blacklisted: boolean): void {
    const before = this.refused.get(hostId);
    const count = (before?.count ?? 0) + 1;
    const wait = Math.max(Math.min(FIRST_WAIT_MS * 2 ** (count - 1), LONGEST_WAIT_MS), blacklisted ? BLACKLIST_WAIT_MS : 0);
    this.remember(hostId, { count, unfinished: before?.unfinished ?? 0, until: this.now() + wait });
  }

  private countUnfinished(hostId: string): void {
    const before = this.refused.get(hostId) ?? { count: 0, unfinished: 0, until: 0 };
    const unfinished = before.unfinished + 1;
    const over = unfinished - FREE_UNFINISHED;
    const wait = over > 0 ? Math.min(FIRST_WAIT_MS * 2 ** (over - 1), LONGEST_WAIT_MS) : 0;
    this.remember(hostId, { ...before, unfinished, until: Math.max(before.until, this.now() + wait) });
  }

  private remember(hostId: string, refused: Refused): void {
    this.refused.delete(hostId);
    this.refused.set(hostId, refused);
    if (this.refused.size > MAX_HOSTS) this.refused.delete(this.refused.keys().next().value!);
  }
}
