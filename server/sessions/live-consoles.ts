/**
 * The consoles that are open in this process: their limits, their heartbeat, and their end when a right is taken away.
 */

import type { Identity } from '../auth/identity';
import { closeReasons, silentEnds, type CloseReason } from '../gateway/close-codes';
import { endedBy, signedOut } from '../gateway/end-notes';
import type { Session } from '../contract/session';
import { EVERYBODY } from '../access/everybody';
import type { Change } from '../db/changes';

/** How often every session is looked at. One timer for all: ten thousand sessions need no ten thousand timers. */
const TICK_MS = 250;
/** What one tick counts at the most: a pause of this process is time in which nobody could answer or do anything. */
const MAX_TICK_MS = 1000;
/** Pings that were sent, one after the other, without any byte from the browser behind them: after so many it counts as gone. */
const MISSED_PINGS = 2;
/** A change that comes between reading a person's rights and registering the session is looked up here. */
const RECENT_CHANGES_MS = 60_000;

export interface ConsoleInfo extends Omit<Session, 'bytesToHost' | 'bytesFromHost' | 'target'> {
  /** How others see who it belongs to. */
  shownName: string;
  via: Pick<Identity['via'], 'kind' | 'id' | 'expiresAt'> & Partial<Pick<Identity['via'], 'scope'>>;
  /** When the clock alone may take away what it runs by, ms since 1970 UTC; null: never. */
  until?: number | null;
  maxViewers: number | null;
  /** Whether the host takes one person in control at a time. */
  exclusive: boolean;
  /** By which the console's page asks how it is; null for clients that don't. */
  attemptId: string | null;
  /** The page that shows it, which has one console at a time; none for clients that are no page. */
  pageId?: string | null;
}

/** The two sockets of a console, as far as this register moves them. A tunnel is one; a relay is another. */
export interface Pipe {
  readonly traffic: { toHost: number; fromHost: number };
  /** Bytes of any kind that came from the browser. */
  readonly heard: number;
  active: boolean;
  /** Whether the browser is not read because its host takes nothing: then nothing can be heard from it either. */
  readonly hostIsFull: boolean;
  /** @returns whether a ping was sent, or waits for the end of a frame: not once the session is ending */
  ping(): boolean;
  /** Moves the bytes that a {@link SuspensionGuard} held back. */
  releaseHeld(): void;
  end(reason: CloseReason): void;
  cut(): void;
}

export type LimitCode = 'too_many_consoles' | 'too_many_consoles_user' | 'too_many_consoles_host';

/** Why there is no place. */
export interface NoPlace {
  code: LimitCode | 'host_in_use';
  /** Who is on the host, where that is the reason. */
  holder?: Pick<Session, 'userName' | 'startedAt'>;
}

const dialledAlready = new AbortController();

/** A console's place in the register, from before its host is dialled until its sockets are closed. */
export class LiveConsole {
  /** Aborts the dialling of a console that was ended before it was open. */
  aborted = new AbortController();
  target = '';
  endedBy: CloseReason | null = null;
  /** As {@link ConsoleInfo.until} says, and later every look at its person's rights. */
  until: number | null;
  private pipe: Pipe | null = null;
  private heardBytes = 0;
  private pingedAt = 0;
  private missedPings = 0;
  private activeAt = 0;

  constructor(readonly info: ConsoleInfo) {
    this.until = info.until ?? null;
  }

  /**
   * The session is open: from now on it is pinged, watched and can be closed with a code.
   * @param now ms in which this process ran
   * @param phase how long ago it was pinged, ms: sessions that open together differ in it, so that their pings don't come in one burst
   */
  opened(pipe: Pipe, target: string, now: number, phase = 0): void {
    this.pipe = pipe;
    // Nobody dials any more, and ten thousand of them are some memory.
    this.aborted = dialledAlready;
    this.target = target;
    this.pingedAt = now - phase;
    this.activeAt = now;
    if (this.endedBy) pipe.end(this.endedBy);
  }

  end(reason: CloseReason): void {
    if (this.endedBy) return;
    this.endedBy = reason;
    if (this.pipe) this.pipe.end(reason);
    else this.aborted.abort();
  }

  get session(): Session {
    const {
      shownName: _shownName,
      via: _via,
      maxViewers: _maxViewers,
      exclusive: _exclusive,
      attemptId: _attemptId,
      until: _until,
      ...info
    } = this.info;
    const traffic = this.pipe?.traffic;
    return { ...info, target: this.target, bytesToHost: traffic?.toHost ?? 0, bytesFromHost: traffic?.fromHost ?? 0 };
  }

  /** Bytes of any kind that came from the browser. */
  get heard(): number {
    return this.pipe?.heard ?? 0;
  }

  /** Bytes, both ways. */
  get carried(): number {
    return this.pipe ? this.pipe.traffic.toHost + this.pipe.traffic.fromHost : 0;
  }

  /** Its browser is gone, whatever the sockets still say. */
  abandon(): void {
    this.endedBy ??= silentEnds.lost;
    if (this.pipe) this.pipe.cut();
    else this.aborted.abort();
  }

  get isOpen(): boolean {
    return this.pipe !== null;
  }

  releaseHeld(): void {
    this.pipe?.releaseHeld();
  }

  /**
   * @param now ms in which this process ran: neither a step of the wall clock nor a pause is silence or idleness
   * @param wall ms since 1970 UTC, by which a login expires
   */
  tick(now: number, wall: number, heartbeatMs: number, idleMs: number | null): void {
    const { pipe } = this;
    const { expiresAt } = this.info.via;
    if (expiresAt !== null && wall >= expiresAt) return this.end(signedOut('signed_out'));
    if (!pipe || this.endedBy) return;
    if (pipe.heard !== this.heardBytes) {
      this.heardBytes = pipe.heard;
      this.missedPings = 0;
    }
    if (pipe.active) {
      pipe.active = false;
      this.activeAt = now;
    }
    if (idleMs !== null && now - this.activeAt >= idleMs) return this.end(closeReasons.idle);
    if (now - this.pingedAt < heartbeatMs) return;
    // Whatever time has passed, a browser has missed no more pings than it was sent: after a pause of this process its answers are still to be read.
    if (this.missedPings >= MISSED_PINGS) return pipe.hostIsFull ? this.end(closeReasons.hostStopped) : pipe.cut();
    this.pingedAt = now;
    if (pipe.ping()) this.missedPings += 1;
  }
}

export interface LiveConsolesOptions {
  maxConsoles: number;
  maxConsolesPerUser: number;
  heartbeatMs: number;
  idleMs: number | null;
  /** ms, monotonic. */
  now?: () => number;
  /** ms since 1970 UTC. */
  wallClock?: () => number;
  /** Between 0 and 1. */
  random?: () => number;
}

/** Looks at the rights of consoles again, soon, and ends those that run with more than is left. */
export type LookAgain = (consoles: Iterable<LiveConsole>) => void;

export class LiveConsoles {
  private readonly consoles = new Map<string, LiveConsole>();
  private readonly byUser = new Map<string, Set<LiveConsole>>();
  private readonly byHost = new Map<string, Set<LiveConsole>>();
  private readonly byCredential = new Map<string, Set<LiveConsole>>();
  /** By kind and subject, the oldest first. */
  private readonly recent = new Map<string, { at: number; change: Change }>();
  private timer: NodeJS.Timeout | null = null;
  private carriedBefore = 0;
  /** ms, monotonic: what `reserve` compares with. */
  readonly now: () => number;
  private readonly wallClock: () => number;
  private readonly random: () => number;

  constructor(
    private readonly options: LiveConsolesOptions,
    private readonly lookAgain: LookAgain,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.wallClock = options.wallClock ?? Date.now;
    this.random = options.random ?? Math.random;
  }

  /** ms in which this process ran while it had sessions: heartbeat and idleness go by it. */
  private ranMs = 0;
  private tickedAt = 0;

  /** A session's sockets are joined. */
  opened(console: LiveConsole, pipe: Pipe, target: string): void {
    console.opened(pipe, target, this.ranMs, this.random() * this.options.heartbeatMs);
  }

  get size(): number {
    return this.consoles.size;
  }

  /** Bytes so far, both ways, also of those that are over. */
  get carried(): number {
    let sum = this.carriedBefore;
    for (const console of this.consoles.values()) sum += console.carried;
    return sum;
  }

  countByHost(hostId: string): number {
    return this.byHost.get(hostId)?.size ?? 0;
  }

  list(): (Session & { shownName: string })[] {
    const open = [...this.consoles.values()].filter((console) => console.isOpen);
    return open.map((console) => ({ ...console.session, shownName: console.info.shownName }));
  }

  /** The console that a person's attempt led to, the last where a page used one id twice. */
  ofAttempt(attemptId: string, userId: string): LiveConsole | undefined {
    return [...(this.byUser.get(userId) ?? [])].findLast(({ info }) => info.attemptId === attemptId);
  }

  /** Every console that is open on a host. */
  onHost(hostId: string): ConsoleInfo[] {
    return [...(this.byHost.get(hostId) ?? [])].filter((console) => console.isOpen && !console.endedBy).map(({ info }) => info);
  }

  get(id: string): LiveConsole | undefined {
    return this.consoles.get(id);
  }

  has(id: string): boolean {
    return this.consoles.has(id);
  }

  /**
   * Takes a place for a console that is about to be dialled.
   * @param since {@link now} before the person's rights were read: changes from then on apply to this session too
   * @returns the console, or which limit is reached
   */
  reserve(info: ConsoleInfo, since: number): LiveConsole | NoPlace {
    const { maxConsoles, maxConsolesPerUser } = this.options;
    if (this.consoles.size >= maxConsoles) return { code: 'too_many_consoles' };
    if ((this.byUser.get(info.userId)?.size ?? 0) >= maxConsolesPerUser) return { code: 'too_many_consoles_user' };
    if (info.maxViewers !== null && this.countByHost(info.hostId) >= info.maxViewers) return { code: 'too_many_consoles_host' };
    const holder = info.exclusive && info.access === 'control' ? this.inControl(info.hostId) : undefined;
    if (holder) return { code: 'host_in_use', holder: holder.session };
    const console = new LiveConsole(info);
    this.consoles.set(info.id, console);
    add(this.byUser, info.userId, console);
    add(this.byHost, info.hostId, console);
    add(this.byCredential, credentialOf(info), console);
    for (const key of changesFor(info)) {
      const recent = this.recent.get(key);
      if (recent && recent.at >= since) this.applyTo([console], recent.change);
    }
    if (!this.timer) {
      this.tickedAt = this.now();
      this.timer = setInterval(() => this.tick(), TICK_MS);
    }
    return console;
  }

  /**
   * A page that opens its console anew has lost the one before, though its network may not have told the portal so: that one gives up
   * its place at once, or it would stand in its own page's way.
   */
  leaveTo(pageId: string, userId: string): void {
    for (const console of this.byUser.get(userId) ?? []) {
      if (console.info.pageId === pageId) this.leave(console);
    }
  }

  private endIfMeant(console: LiveConsole, change: Change): void {
    if (change.kind !== 'replaced') endIfMeant(console, change);
    else if (console.info.id === change.subject) this.leave(console);
  }

  /** Its page has another one. */
  leave(console: LiveConsole): void {
    console.abandon();
    this.release(console);
  }

  /** Who has the host's keyboard and pointer. */
  inControl(hostId: string): LiveConsole | undefined {
    return [...(this.byHost.get(hostId) ?? [])].find(({ info, endedBy }) => info.access === 'control' && !endedBy);
  }

  release(console: LiveConsole): void {
    if (!this.consoles.delete(console.info.id)) return;
    this.carriedBefore += console.carried;
    remove(this.byUser, console.info.userId, console);
    remove(this.byHost, console.info.hostId, console);
    remove(this.byCredential, credentialOf(console.info), console);
    if (this.consoles.size === 0 && this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }

  /** Hosts with consoles → how many. */
  counts(): Map<string, number> {
    return new Map([...this.byHost].map(([hostId, consoles]) => [hostId, consoles.size]));
  }

  /** Ends every console that lived by what the change took away, and lets go of one that its page has replaced. */
  apply(change: Change): void {
    if (!endings.has(change.kind)) return;
    this.remember(change);
    // Those that end leave the groups meanwhile.
    this.applyTo([...this.concernedBy(change)], change);
  }

  private remember(change: Change): void {
    const at = this.now();
    const key = `${change.kind} ${change.subject}`;
    this.recent.delete(key);
    this.recent.set(key, { at, change });
    for (const [oldest, entry] of this.recent) {
      if (at - entry.at < RECENT_CHANGES_MS) break;
      this.recent.delete(oldest);
    }
  }

  /** Only these are looked at: ten thousand changes of hosts must not walk all sessions ten thousand times. */
  private concernedBy({ kind, subject }: Change): Iterable<LiveConsole> {
    switch (kind) {
      case 'access':
        return subject === EVERYBODY ? this.consoles.values() : (this.byUser.get(subject) ?? []);
      case 'user':
        return this.byUser.get(subject) ?? [];
      case 'host':
        return this.byHost.get(subject) ?? [];
      case 'login':
      case 'token':
        return this.byCredential.get(`${kind} ${subject}`) ?? [];
      default: {
        const one = this.consoles.get(subject);
        return one ? [one] : [];
      }
    }
  }

  private applyTo(consoles: Iterable<LiveConsole>, change: Change): void {
    if (change.kind !== 'access') for (const console of consoles) this.endIfMeant(console, change);
    else this.lookAgain([...consoles].filter(({ info }) => change.subject === EVERYBODY || change.subject === info.userId));
  }

  /** Those that are being dialled, too. */
  all(): LiveConsole[] {
    return [...this.consoles.values()];
  }

  private tick(): void {
    const now = this.now();
    this.ranMs += Math.min(now - this.tickedAt, MAX_TICK_MS);
    this.tickedAt = now;
    const wall = this.wallClock();
    const due: LiveConsole[] = [];
    for (const console of this.consoles.values()) {
      console.tick(this.ranMs, wall, this.options.heartbeatMs, this.options.idleMs);
      if (console.until !== null && wall >= console.until && !console.endedBy) due.push(console);
    }
    if (due.length > 0) this.lookAgain(due);
  }
}

const endings: ReadonlySet<Change['kind']> = new Set(['user', 'login', 'token', 'host', 'session', 'access', 'replaced']);

const credentialOf = ({ via }: ConsoleInfo): string => `${via.kind} ${via.id}`;

/** The keys of changes that concern a session. */
function changesFor(info: ConsoleInfo): string[] {
  const { id, userId, hostId } = info;
  return [
    ...[`user ${userId}`, `host ${hostId}`, credentialOf(info), `session ${id}`, `replaced ${id}`],
    ...[`access ${userId}`, `access ${EVERYBODY}`],
  ];
}

function endIfMeant(console: LiveConsole, change: Change): void {
  const { info } = console;
  switch (change.kind) {
    case 'user':
      if (info.userId === change.subject) console.end(signedOut('signed_out'));
      return;
    case 'login':
    case 'token':
      if (info.via.kind === change.kind && info.via.id === change.subject) console.end(signedOut('signed_out'));
      return;
    case 'host':
      if (info.hostId === change.subject) console.end(closeReasons.hostChanged);
      return;
    case 'session':
      if (info.id === change.subject) console.end(endedBy(change.reason));
      return;
    default:
  }
}

function add(groups: Map<string, Set<LiveConsole>>, key: string, console: LiveConsole): void {
  const group = groups.get(key);
  if (group) group.add(console);
  else groups.set(key, new Set([console]));
}

function remove(groups: Map<string, Set<LiveConsole>>, key: string, console: LiveConsole): void {
  const group = groups.get(key);
  group?.delete(console);
  if (group?.size === 0) groups.delete(key);
}
