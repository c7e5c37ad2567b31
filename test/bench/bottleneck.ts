/** Whether the load kept up: otherwise what was measured is the load generator. */

import type { Results } from './results';
import { summaryOf } from './results';

/** A candidate that waits while the load's core has nothing left waits for the load. */
const WAITING_PERCENT = 10;
const BUSY_PERCENT = 3;
/** The direct connection has to be faster than any candidate by this much. */
const MARGIN = 1.2;
const RATES = ['MiB/s', 'rate /s'];

export function checkBottleneck(results: Results): void {
  for (const row of results.rows) {
    const { part, work, candidate } = row;
    if (candidate === 'direct' || work.includes('all on one core') || work.endsWith('1 console')) continue;
    const free = summaryOf(row, 'core free %');
    const loadFree = summaryOf(row, 'load free %');
    if (free.count > 0 && free.median > WAITING_PERCENT && loadFree.median < BUSY_PERCENT) {
      results.warn(
        `THE LOAD GENERATOR IS THE BOTTLENECK: ${part}, ${work}, ${candidate}: its core was ${free.median.toFixed(0)} % free, the load's ${loadFree.median.toFixed(0)} %`,
      );
    }
    for (const figure of RATES) {
      const ratio = results.ratio(part, work, figure, 'direct', candidate);
      if (ratio && ratio.median < MARGIN) {
        results.warn(
          `THE LOAD GENERATOR MAY BE THE BOTTLENECK: ${part}, ${work}: direct is only ${ratio.median.toFixed(2)} × ${candidate} in ${figure}`,
        );
      }
    }
  }
}
