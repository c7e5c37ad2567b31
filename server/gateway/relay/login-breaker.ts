/**
 * A circuit breaker for each host's login. VNC servers count failed logins by address, and every person has the portal's one address: after
 * a few wrong passwords TigerVNC and TightVNC refuse everybody. So the portal leaves a host alone for a while after a failed login, in all of
 * its processes.
 *
 * Who waits depends on who caused the failure. A server that refuses the stored credentials refuses everybody, so everybody waits. A person
 * who types a wrong password, or who leaves before the login is over, waits alone: one person must not be able to close a host to the others.
 */

import { z } from 'zod';
import type { Change, NewChange } from '../../db/changes';

/** As long as a person needs to look the password up, once or twice… */
const FIRST_WAIT_MS = 5_000;
/** …and twice as long each time, up to what TigerVNC itself takes to forget. */
const LONGEST_WAIT_MS = 10 * 60_000;
/** A server that says that there were too many failures is left alone at least this long. */
const BLACKLIST_WAIT_MS = 60_000;
/**
 * How much longer each wait is than the one before, for a person who types wrong passwords: TigerVNC refuses everybody after five failures,
 * and one person makes no more than three within a minute.
 */
const TYPED_GROWTH = 4;
/** Hosts are registered by admins; this bounds a registry that changes for ever. */
const MAX_HOSTS = 20_000;
/** Pairs of a person and a host. A pair whose wait is over is forgotten first. */
const MAX_PEOPLE = 20_000;

/** Connections that ended before a login was tried count too, at TigerVNC; so many in a row are let go by. */
const FREE_UNFINISHED = 2;

/** What one process tells the others; `who` is the person whose doing it was. */
const newsSchema = z.object({
  from: z.string(),
  what: z.enum(['refused', 'blacklisted', 'unfinished', 'forgotten']),
  who: z.string().optional(),
});
type News = Pick<z.infer<typeof newsSchema>, 'what' | 'who'>;

interface Parts {
  /** Milliseconds that no step of the wall clock changes. */
  now?: () => number;
  /** The wall clock, for what people read. */
  wallClock?: () => number;
  /** This process, and how the others learn; absent when there are none. */
  others?: { node: string; tell: (change: NewChange) => void };
}

interface Waiting {
  refused: number;
  unfinished: number;
  until: number;
  /** Why: the last failure that made somebody wait. */
  reason: Block['reason'];
}

/** Why a host may not be tried, and when it may be, ms since 1970 UTC. */
export interface Block {
  until: number;
  reason: 'refused' | 'unfinished';
}

export class LoginBreaker {
  /** By host: everybody waits. */
  private readonly hosts = new Map<string, Waiting>();
  /** By host and person: this person waits. */
  private readonly people = new Map<string, Waiting>();

  private readonly now: () => number;
  private readonly wallClock: () => number;

  constructor(private readonly parts: Parts = {}) {
    this.now = parts.now ?? (() => performance.now());
    this.wallClock = parts.wallClock ?? Date.now;
  }

  /**
   * Whether this person has to wait before this host is tried again; null: no.
   * @param userId null for a test of the host, which nobody's own waits concern
   */
  blocked(hostId: string, userId: string | null): Block | null {
    const host = this.left(this.hosts.get(hostId));
    const person = userId === null ? null : this.left(this.people.get(keyOf(hostId, userId)));
    if (!host || !person) return host ?? person;
    return host.until >= person.until ? host : person;
  }

  /**
   * The server refused a login.
   * @param blacklisted whether the server itself said that it refuses further logins
   * @param typedBy the person who typed the credentials; null when they are stored with the host
   */
  refuse(hostId: string, blacklisted: boolean, typedBy: string | null = null): void {
    const what = blacklisted ? 'blacklisted' : 'refused';
    this.note(hostId, typedBy === null ? { what } : { what, who: typedBy });
  }

  /** A connection ended without a login: a certificate that is not trusted, a person who was asked and left. */
  unfinished(hostId: string, userId: string): void {
    this.note(hostId, { what: 'unfinished', who: userId });
  }

  /** A login succeeded: the server has forgotten what it counted, and this person has shown that theirs works. */
  forget(hostId: string, userId: string | null): void {
    const known = this.hosts.has(hostId) || (userId !== null && this.people.has(keyOf(hostId, userId)));
    // What this process has not heard of, it was never told, or the others have forgotten it too.
    if (known) this.note(hostId, { what: 'forgotten', ...(userId === null ? {} : { who: userId }) });
  }

  /** What another process has met; or somebody changed the host, and may have put right what was wrong. */
  apply({ kind, subject, reason }: Pick<Change, 'kind' | 'subject' | 'reason'>): void {
    if (kind === 'host') {
      this.hosts.delete(subject);
      for (const key of this.people.keys()) if (key.startsWith(keyOf(subject, ''))) this.people.delete(key);
    }
    if (kind !== 'breaker') return;
    const { from, ...news } = newsSchema.parse(JSON.parse(reason));
    if (from !== this.parts.others?.node) this.take(subject, news);
  }

  private note(hostId: string, news: News): void {
    this.take(hostId, news);
    const { others } = this.parts;
    others?.tell({ kind: 'breaker', subject: hostId, reason: JSON.stringify({ from: others.node, ...news }) });
  }

  private take(hostId: string, { what, who }: News): void {
    switch (what) {
      case 'forgotten':
        this.hosts.delete(hostId);
        if (who !== undefined) this.people.delete(keyOf(hostId, who));
        return;
      case 'unfinished':
        // A process of an older version does not say whose it was: then nobody waits for it.
        if (who !== undefined) this.countUnfinished(keyOf(hostId, who));
        return;
      case 'blacklisted':
        return this.countRefusal(hostId, BLACKLIST_WAIT_MS);
      case 'refused':
        if (who === undefined) return this.countRefusal(hostId, 0);
        this.countTyped(keyOf(hostId, who));
        // Everybody else waits a moment too, but no longer for the next one: somebody who knows the password is not to be kept out.
        this.wait(this.hosts, hostId, {}, FIRST_WAIT_MS, 'refused');
    }
  }

  private countRefusal(hostId: string, atLeastMs: number): void {
    const refused = (this.hosts.get(hostId)?.refused ?? 0) + 1;
    this.wait(this.hosts, hostId, { refused }, Math.max(growing(refused, 2), atLeastMs), 'refused');
  }

  private countTyped(key: string): void {
    const refused = (this.people.get(key)?.refused ?? 0) + 1;
    this.wait(this.people, key, { refused }, growing(refused, TYPED_GROWTH), 'refused');
  }

  private countUnfinished(key: string): void {
    const unfinished = (this.people.get(key)?.unfinished ?? 0) + 1;
    this.wait(this.people, key, { unfinished }, growing(unfinished - FREE_UNFINISHED, 2), 'unfinished');
  }

  /** A wait is never made shorter by another one. */
  private wait(map: Map<string, Waiting>, key: string, counts: Partial<Waiting>, ms: number, reason: Block['reason']): void {
    const before = map.get(key) ?? { refused: 0, unfinished: 0, until: 0, reason };
    const until = this.now() + ms;
    const longer = ms > 0 && until > before.until;
    map.delete(key);
    map.set(key, { ...before, ...counts, ...(longer ? { until, reason } : {}) });
    if (map.size > (map === this.hosts ? MAX_HOSTS : MAX_PEOPLE)) this.forgetOne(map);
  }

  private forgetOne(map: Map<string, Waiting>): void {
    for (const [key, waiting] of map) if (!this.left(waiting)) return void map.delete(key);
    map.delete(map.keys().next().value!);
  }

  private left(waiting: Waiting | undefined): Block | null {
    const ms = (waiting?.until ?? 0) - this.now();
    return waiting && ms > 0 ? { until: Math.round(this.wallClock() + ms), reason: waiting.reason } : null;
  }
}

/** @param count from 1 on; before that nobody waits */
function growing(count: number, factor: number): number {
  return count < 1 ? 0 : Math.min(FIRST_WAIT_MS * factor ** (count - 1), LONGEST_WAIT_MS);
}

/** Neither ids of hosts nor of users hold a blank. */
function keyOf(hostId: string, userId: string): string {
  return `${hostId} ${userId}`;
}
