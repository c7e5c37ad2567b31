/**
 * Turns for requests: few are under way at a time, the rest wait, and so many wait that a stranger's thousand hold nobody else back. Who
 * is known goes before strangers, each in turn.
 */

/** Who asks, as far as turns are concerned. */
export interface Asker {
  /** Whose requests take turns with those of others: a login, a token, or a network of strangers. */
  key: string;
  /** Whether the portal knows who it is. */
  known: boolean;
}

export interface QueueLimits {
  underWay: number;
  strangersUnderWay: number;
  underWayOfKnown: number;
  underWayOfNetwork: number;
  waiting: number;
  waitMs: number;
}

/**
 * A page takes 10 to 45 ms of a processor and some 400 KB while it is made; a call may wait for a host or a directory. A browser asks
 * for six things at a time. What waits holds its headers, 16 KiB at most.
 */
export const pageLimits: QueueLimits = {
  underWay: 64,
  strangersUnderWay: 16,
  underWayOfKnown: 16,
  underWayOfNetwork: 6,
  waiting: 1024,
  waitMs: 20_000,
};

/** Of so many turns, one is a stranger's although people wait who are known: else nobody could sign in. */
const STRANGERS_TURN = 4;

interface Waiting extends Asker {
  since: number;
  start: () => void;
  refuse: () => void;
}

/** Leaves the queue, or tells that what was under way is over. */
export type Leave = () => void;

export class FairQueue {
  /** By key; the first key is the next one. */
  private readonly known = new Map<string, Waiting[]>();
  private readonly strangers = new Map<string, Waiting[]>();
  private readonly underWay = new Map<string, number>();
  private running = 0;
  private runningStrangers = 0;
  private size = 0;
  private turns = 0;
  private readonly now: () => number;

  constructor(
    private readonly limits: QueueLimits = pageLimits,
    now = () => performance.now(),
  ) {
    this.now = now;
  }

  get waiting(): number {
    return this.size;
  }

  /**
   * @param start is called when it is its turn, perhaps at once
   * @param refuse is called instead, when too many wait or it has waited too long
   */
  enter(asker: Asker, start: () => void, refuse: () => void): Leave {
    const one: Waiting = { ...asker, since: this.now(), start, refuse };
    if (this.mayStart(one)) return this.begin(one);
    if (this.size >= this.limits.waiting && !this.makeRoom(one)) {
      refuse();
      return () => undefined;
    }
    let leave: Leave = () => this.remove(one);
    one.start = () => {
      leave = this.begin({ ...one, start });
    };
    const queue = this.queueOf(one);
    const own = queue.get(one.key);
    if (own) own.push(one);
    else queue.set(one.key, [one]);
    this.size++;
    return () => leave();
  }

  /** To be called now and then: refuses those that have waited too long. */
  refuseLate(): void {
    const before = this.now() - this.limits.waitMs;
    for (const queue of [this.known, this.strangers]) {
      for (const own of [...queue.values()]) {
        for (const one of [...own]) {
          if (one.since > before) break;
          this.remove(one);
          one.refuse();
        }
      }
    }
  }

  private queueOf({ known }: Asker): Map<string, Waiting[]> {
    return known ? this.known : this.strangers;
  }

  private mayStart({ key, known }: Asker): boolean {
    const { limits } = this;
    if (this.running >= limits.underWay || (!known && this.runningStrangers >= limits.strangersUnderWay)) return false;
    return (this.underWay.get(key) ?? 0) < (known ? limits.underWayOfKnown : limits.underWayOfNetwork);
  }

  private begin({ key, known, start }: Waiting): Leave {
    const count = (by: 1 | -1) => {
      this.running += by;
      if (!known) this.runningStrangers += by;
      const own = (this.underWay.get(key) ?? 0) + by;
      if (own === 0) this.underWay.delete(key);
      else this.underWay.set(key, own);
    };
    count(1);
    let over = false;
    // Before it starts: what it starts may be over at once.
    queueMicrotask(start);
    return () => {
      if (over) return;
      over = true;
      count(-1);
      this.goOn();
    };
  }

  private goOn(): void {
    for (let next = this.next(); next; next = this.next()) {
      this.remove(next);
      // Whoever has more that waits goes behind the others.
      const queue = this.queueOf(next);
      const own = queue.get(next.key);
      if (own) {
        queue.delete(next.key);
        queue.set(next.key, own);
      }
      this.turns++;
      next.start();
    }
  }

  private next(): Waiting | null {
    const strangersFirst = this.turns % STRANGERS_TURN === STRANGERS_TURN - 1;
    const order = strangersFirst ? [this.strangers, this.known] : [this.known, this.strangers];
    for (const queue of order) for (const [one] of queue.values()) if (one && this.mayStart(one)) return one;
    return null;
  }

  private remove(one: Waiting): void {
    const queue = this.queueOf(one);
    const own = queue.get(one.key);
    const at = own?.indexOf(one) ?? -1;
    if (at < 0) return;
    own!.splice(at, 1);
    this.size--;
    if (own!.length === 0) queue.delete(one.key);
  }

  /** Of whoever has the most that waits, the latest is refused: of strangers first. @returns false when that is the one who comes */
  private makeRoom(comes: Waiting): boolean {
    const queue = this.strangers.size > 0 || !comes.known ? this.strangers : this.known;
    let most: Waiting[] = [];
    for (const own of queue.values()) if (own.length > most.length) most = own;
    const ofComing = this.queueOf(comes).get(comes.key)?.length ?? 0;
    if (most.length === 0 || (queue === this.queueOf(comes) && most.length <= ofComing)) return false;
    const last = most.at(-1)!;
    this.remove(last);
    last.refuse();
    return true;
  }
}
