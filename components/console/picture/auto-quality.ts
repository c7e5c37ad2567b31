/**
 * Chooses between the presets by what is measured. Slow to change its mind: a picture that changes its quality back and forth is worse than
 * one that is a step too coarse.
 */

import { type Line, lines } from './quality-presets';

/** Bytes a second from which a line is better than the one before. */
const thresholds: Readonly<Record<Exclude<Line, 'slow'>, number>> = { wan: 250_000, lan: 2_500_000 };
/** Better or worse only by so much counts. */
const MARGIN = 1.4;
/** A line on which the answer to a key takes so long has too much on it. */
const CROWDED_MS = 400;
/** So many measurements in a row have to agree. */
const AGREEING = 4;
/** No two changes within so short a time. */
const DWELL_MS = 8_000;
/** What has turned out to be too much is not tried again for so long, and each time for twice as long. */
const FIRST_PENALTY_MS = 60_000;
const LONGEST_PENALTY_MS = 15 * 60_000;
/** How much the newest measurement counts. */
const WEIGHT = 0.3;

const better = (line: Line): Line => lines[Math.min(lines.indexOf(line) + 1, lines.length - 1)]!;
const worse = (line: Line): Line => lines[Math.max(lines.indexOf(line) - 1, 0)]!;

export interface Measured {
  /** Of an update that came back to back, bytes a second; null where only the latency is new. */
  throughput: number | null;
  /** Of the last answer, ms; null as long as there is none. */
  latency: number | null;
}

const smoothed = (before: number | null, now: number) => (before === null ? now : before + WEIGHT * (now - before));

export class AutoQuality {
  #line: Line = 'wan';
  #throughput: number | null = null;
  #wish: Line = 'wan';
  #agreeing = 0;
  #changedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #penalty = FIRST_PENALTY_MS;
  #noRaiseBefore = Number.NEGATIVE_INFINITY;

  /** What it has chosen; a good line until something else is known. */
  get line(): Line {
    return this.#line;
  }

  /** Bytes a second, smoothed; null as long as nothing has been measured. */
  get throughput(): number | null {
    return this.#throughput;
  }

  /** @param now ms of a clock that never goes back. @returns whether the choice is another one now */
  measured({ throughput, latency }: Measured, now: number): boolean {
    if (throughput !== null) this.#throughput = smoothed(this.#throughput, throughput);
    const wish = this.#wanted(this.#throughput, latency);
    this.#agreeing = wish === this.#wish ? this.#agreeing + 1 : 1;
    this.#wish = wish;
    if (wish === this.#line || this.#agreeing < AGREEING || now - this.#changedAt < DWELL_MS) return false;
    const raises = lines.indexOf(wish) > lines.indexOf(this.#line);
    if (raises && now < this.#noRaiseBefore) return false;
    this.#change(wish, raises, now);
    return true;
  }

  /** One step at a time. */
  #wanted(throughput: number | null, latency: number | null): Line {
    const up = better(this.#line);
    if (this.#line !== 'slow') {
      const narrow = throughput !== null && throughput < thresholds[this.#line] / MARGIN;
      if (narrow || (latency ?? 0) > CROWDED_MS) return worse(this.#line);
    }
    if (throughput === null) return this.#line;
    if (up !== this.#line && up !== 'slow' && throughput > thresholds[up] * MARGIN && (latency ?? 0) < CROWDED_MS / MARGIN) return up;
    return this.#line;
  }

  #change(line: Line, raises: boolean, now: number): void {
    if (raises) this.#raisedAt = now;
    else if (now - this.#raisedAt < this.#penalty) {
      this.#noRaiseBefore = now + this.#penalty;
      this.#penalty = Math.min(this.#penalty * 2, LONGEST_PENALTY_MS);
    }
    this.#line = line;
    this.#changedAt = now;
    this.#agreeing = 0;
  }
}
