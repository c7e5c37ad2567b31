/**
 * How many refusals of one person are recorded one by one. The rest of a minute is counted, and recorded in one row for each kind when the minute is
 * over: nobody can fill the audit, and nobody's refusals stand in for another's.
 */

/** More than a page that reconnects by itself makes, and few enough to be read. */
export const MAX_A_MINUTE = 60;
const MINUTE_MS = 60_000;
/** Kinds of refusals that are told apart in a minute; there are fewer codes than that. */
const MAX_KINDS = 64;

/** What a row stands for. */
export interface RefusalSum<T> {
  /** The first of them. */
  first: T;
  count: number;
  /** When the first and the last of them were, ms since 1970 UTC. */
  from: number;
  to: number;
}

interface Minute<T> {
  began: number;
  recorded: number;
  sums: Map<string, RefusalSum<T>>;
}

interface Parts<T> {
  /** Records a sum. Never fails. */
  record: (sum: RefusalSum<T>) => void;
  /** The wall clock, for what people read. */
  now?: () => number;
  /** ms that pass evenly, from any start. */
  ticks?: () => number;
}

export class RefusalBudget<T> {
  private readonly minutes = new Map<string, Minute<T>>();
  private timer: NodeJS.Timeout | null = null;
  private readonly now: () => number;
  private readonly ticks: () => number;

  constructor(private readonly parts: Parts<T>) {
    this.now = parts.now ?? Date.now;
    this.ticks = parts.ticks ?? (() => performance.now());
  }

  /**
   * @param who whose refusal it is; '' for all of whom nobody is known
   * @param kind refusals of the same kind share a row
   * @returns whether it is to be recorded by itself
   */
  take(who: string, kind: string, refusal: T): boolean {
    this.sumUp(this.ticks() - MINUTE_MS);
    let minute = this.minutes.get(who);
    if (!minute) this.minutes.set(who, (minute = { began: this.ticks(), recorded: 0, sums: new Map() }));
    this.timer ??= setInterval(() => this.sumUp(this.ticks() - MINUTE_MS), MINUTE_MS / 4).unref();
    if (minute.recorded < MAX_A_MINUTE) {
      minute.recorded += 1;
      return true;
    }
    const key = minute.sums.size < MAX_KINDS ? kind : '';
    const sum = minute.sums.get(key);
    const at = this.now();
    if (sum) Object.assign(sum, { count: sum.count + 1, to: at });
    else minute.sums.set(key, { first: refusal, count: 1, from: at, to: at });
    return false;
  }

  /** Records what is counted so far. */
  stop(): void {
    this.sumUp(Infinity);
  }

  /** @param before minutes that began by then are over */
  private sumUp(before: number): void {
    for (const [who, { began, sums }] of this.minutes) {
      // They stand in the order in which they began.
      if (began > before) break;
      this.minutes.delete(who);
      for (const sum of sums.values()) this.parts.record(sum);
    }
    if (this.minutes.size > 0 || !this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}
