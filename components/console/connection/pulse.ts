/**
 * Whether a connection that says nothing still lives. A network that breaks without a word (sleep, another Wi-Fi, a firewall that forgets)
 * leaves a socket open for minutes, and the portal's pings are not seen by a page. So silence is looked into: the host is asked for
 * something, and if nothing comes, the portal says whether it hears this page.
 */

import type { Known } from './attempt';

/** A machine on which nothing moves says nothing either; asking it this often costs a few bytes. */
const QUIET_MS = 20_000;
/** A host that does not answer while the portal does is asked less often: it is no fault of the network. */
const MUTE_MS = 120_000;
const TICK_MS = 2_500;
/** The timer came so much later than it was set: the device slept, or the page was frozen. */
const SLEPT_MS = 10_000;
/** Most hosts answer well within that, and the portal is not troubled. */
const FIRST_ANSWER_MS = 1_500;
/** QEMU draws a pixel that is asked for up to two seconds later. */
const SECOND_ANSWER_MS = 4_000;
const PORTAL_MS = 4_000;

export interface PulseParts {
  /** Bytes that have come from the host so far. */
  received: () => number;
  /** Asks the host for something that it answers. Bytes leave the page each time, also while an earlier question is open. */
  ask: () => void;
  /** What the portal knows of the console. */
  read: (signal: AbortSignal) => Promise<Known>;
  /** The connection is dead. */
  lost: () => void;
  /** The host does not answer while the portal hears this page; or it answers again. Told when it changes. */
  mute: (mute: boolean) => void;
  /** Somebody looks at the page. */
  seen: () => boolean;
}

export class Pulse {
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly over = new AbortController();
  private bytes: number;
  private heardAt = performance.now();
  /** By the clock on the wall: others stand still while a device sleeps. */
  private tickedAt = Date.now();
  private patience = QUIET_MS;
  private looking = false;
  private isMute = false;

  constructor(private readonly parts: PulseParts) {
    this.bytes = parts.received();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.over.abort();
  }

  /** Something may have happened to the network. */
  check(): void {
    if (this.looking || this.over.signal.aborted) return;
    this.looking = true;
    const unknown = () => 'alive' as const;
    void this.look()
      .catch(unknown)
      .then((verdict) => {
        this.looking = false;
        if (this.over.signal.aborted) return;
        this.heardAt = performance.now();
        this.patience = verdict === 'mute' ? MUTE_MS : QUIET_MS;
        this.tellMute(verdict === 'mute');
        if (verdict === 'lost') this.parts.lost();
      });
  }

  private tick(): void {
    const now = performance.now();
    const wall = Date.now();
    const slept = wall - this.tickedAt > TICK_MS + SLEPT_MS;
    this.tickedAt = wall;
    const bytes = this.parts.received();
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.heardAt = now;
      this.patience = QUIET_MS;
      this.tellMute(false);
    }
    if (this.parts.seen() && (slept || now - this.heardAt >= this.patience)) this.check();
  }

  private tellMute(mute: boolean): void {
    if (mute === this.isMute) return;
    this.isMute = mute;
    this.parts.mute(mute);
  }

  private async look(): Promise<'alive' | 'mute' | 'lost'> {
    const before = this.parts.received();
    const alive = () => this.parts.received() !== before;
    this.parts.ask();
    await this.pause(FIRST_ANSWER_MS, alive);
    if (alive()) return 'alive';
    const first = await this.read();
    if (alive()) return 'alive';
    // It does not answer either, or it has closed the console long ago.
    if (first === 'silent' || first === 'over') return 'lost';
    this.parts.ask();
    await this.pause(SECOND_ANSWER_MS, alive);
    if (alive()) return 'alive';
    const second = await this.read();
    if (alive()) return 'alive';
    // Nobody can tell, and nothing new would be opened now: what may be a good connection is kept, and looked at again.
    if (first === 'away' || second === 'away') return 'alive';
    return typeof first === 'number' && typeof second === 'number' && second > first ? 'mute' : 'lost';
  }

  /**
   * How many bytes of this console the portal has heard; `unknown` where another of its processes may know. `away`: it answers, but cannot
   * reach its database, without which it tells nothing and carries on what is open.
   */
  private async read(): Promise<number | 'silent' | 'over' | 'unknown' | 'away'> {
    const known = await this.parts.read(AbortSignal.any([this.over.signal, AbortSignal.timeout(PORTAL_MS)]));
    if ('attempt' in known) return known.attempt.state === 'open' ? known.attempt.heard : 'over';
    if (known.failure.code === 'unavailable') return 'away';
    return known.failure.code === 'upgrade_blocked' ? 'unknown' : 'silent';
  }

  private async pause(ms: number, enough: () => boolean): Promise<void> {
    const step = 100;
    for (let waited = 0; waited < ms && !enough() && !this.over.signal.aborted; waited += step) {
      await new Promise((resolve) => setTimeout(resolve, step));
    }
  }
}
