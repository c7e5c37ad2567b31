/** How long a host may take: a deadline, of which each target and each address gets a share. */

import { Refusal } from './refusals';

export class Patience {
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;
  private readonly onOuter = (): void => this.giveUp(this.outer?.reason);

  /** @param outer gives up earlier, for a browser that has left or a longer deadline that this one is a share of */
  constructor(
    ms: number,
    private readonly outer: AbortSignal | null = null,
  ) {
    this.endsAt = performance.now() + ms;
    this.timer = setTimeout(() => this.giveUp(new Refusal('host_timeout', `no answer within ${Math.round(ms)} ms`)), ms);
    if (outer?.aborted) this.onOuter();
    else outer?.addEventListener('abort', this.onOuter, { once: true });
  }

  /** Aborts when the time is up, with a Refusal `host_timeout` as its reason, or when `outer` does, with the reason of that. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** One of so many equal parts of what is left, within these bounds and never more than is left. */
  share(parts: number, { atLeastMs = 0, atMostMs = Infinity } = {}): Patience {
    const ms = Math.min(Math.max(this.leftMs / parts, atLeastMs), atMostMs, this.leftMs);
    return new Patience(ms, this.signal);
  }

  giveUp(reason: unknown): void {
    this.end();
    this.controller.abort(reason);
  }

  /** From now on no time runs any more. Whoever makes one ends it. */
  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onOuter);
  }

  /**
   * What `work` brings, for work that can't be stopped.
   * @throws what it throws, or the reason of the signal
   */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    work.catch(() => undefined);
    let abort!: () => void;
    const aborted = new Promise<never>((_resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
