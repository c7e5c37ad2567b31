/** Whether somebody else is at work on this machine: then only ratios mean something, and little of them. */

import { setTimeout as delay } from 'node:timers/promises';
import { usage, usedBetween } from './cpu';
import type { Results } from './results';

const LOOK_MS = 500;
const NOISY_PERCENT = 10;

export async function warnOfNoise(results: Results): Promise<void> {
  const before = usage([]);
  await delay(LOOK_MS);
  const { free } = usedBetween(before, usage([]));
  const busy = 100 * (1 - Math.min(...free));
  if (busy > NOISY_PERCENT) results.warn(`THE MACHINE IS NOT QUIET: a processor was ${busy.toFixed(0)} % busy before anything was started`);
}
