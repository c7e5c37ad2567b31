/** Counts what comes from the machine. Times are ms of a clock that never goes back. */

/** Over so long are pictures and bytes a second taken. */
export const WINDOW_MS = 3_000;
/** What comes in one piece says nothing about the line. */
const LEAST_BYTES = 16_384;
/** As exact as the clock of a page is. */
const LEAST_MS = 1;
/** Of the answers that a latency is taken from. */
const ANSWERS = 3;

export interface Reading {
  /** From a question through the portal to the machine's answer, ms; null as long as there is none. */
  latency: number | null;
  picturesPerSecond: number;
  bytesPerSecond: number;
}

export class Traffic {
  /** Since the beginning. */
  bytes = 0;
  /** When the last bytes came. */
  arrivedAt = 0;
  #pieces: { at: number; bytes: number }[] = [];
  #pictures: number[] = [];
  #answers: number[] = [];
  #updateFrom: { bytes: number; at: number } | null = null;

  arrived(bytes: number, at: number): void {
    this.bytes += bytes;
    this.arrivedAt = at;
    const last = this.#pieces.at(-1);
    // One entry for what came in the same tenth of a second: a quick line has thousands of pieces.
    if (last && at - last.at < 100) last.bytes += bytes;
    else this.#pieces.push({ at, bytes });
    this.#forget(at);
  }

  /** A FramebufferUpdate begins with what has arrived last. */
  updateBegins(): void {
    this.#updateFrom = { bytes: this.bytes, at: this.arrivedAt };
  }

  /**
   * It is whole.
   * @param picture it changed pixels
   * @returns bytes a second, if it was long enough to tell: within one update a server sends as fast as the line takes it
   */
  updateEnds(picture: boolean): number | null {
    const from = this.#updateFrom;
    this.#updateFrom = null;
    if (picture) this.#pictures.push(this.arrivedAt);
    if (!from) return null;
    const bytes = this.bytes - from.bytes;
    return bytes < LEAST_BYTES ? null : (bytes * 1000) / Math.max(this.arrivedAt - from.at, LEAST_MS);
  }

  answered(ms: number): void {
    this.#answers = [...this.#answers, ms].slice(-ANSWERS);
  }

  read(now: number): Reading {
    this.#forget(now);
    const seconds = WINDOW_MS / 1000;
    return {
      latency: this.latency,
      picturesPerSecond: this.#pictures.length / seconds,
      bytesPerSecond: this.#pieces.reduce((sum, { bytes }) => sum + bytes, 0) / seconds,
    };
  }

  /** The middle one of the last answers: one that was late does not make the line a bad one. */
  get latency(): number | null {
    const sorted = this.#answers.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  #forget(now: number): void {
    const since = now - WINDOW_MS;
    while (this.#pieces.length > 0 && this.#pieces[0]!.at < since) this.#pieces.shift();
    while (this.#pictures.length > 0 && this.#pictures[0]! < since) this.#pictures.shift();
  }
}
