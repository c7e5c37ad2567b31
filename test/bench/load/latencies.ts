/** Latencies as they are noted during the work, without an allocation, and what they come to afterwards. */

import { ofSorted } from '../statistics';
import type { LatencyReport } from './orders';

/** More than a minute of the fastest ping-pong seen; later ones are counted only. */
const KEPT = 1 << 22;

export class Latencies {
  private readonly kept: Float64Array;
  private count = 0;

  constructor(capacity = KEPT) {
    this.kept = new Float64Array(capacity);
  }

  note(ms: number): void {
    if (this.count < this.kept.length) this.kept[this.count] = ms;
    this.count += 1;
  }

  forget(): void {
    this.count = 0;
  }

  report(): LatencyReport {
    const sorted = this.kept.slice(0, Math.min(this.count, this.kept.length)).sort();
    return { count: this.count, p50: ofSorted(sorted, 50), p99: ofSorted(sorted, 99) };
  }
}
