/** What every part works with: the two ends of the load, the options, the results; and the way to try candidates in turns. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Candidate } from './candidates';
import type { Behaviour, HostPorts, MeasureOrder, MeasureReport } from './load/orders';
import type { LoadClient, LoadHost } from './load/told-process';
import type { Options } from './options';
import type { Figures, Results } from './results';

export interface Bench {
  options: Options;
  client: LoadClient;
  host: LoadHost;
  ports: HostPorts;
  results: Results;
  /** Where a run has got to, on stderr. */
  say: (text: string) => void;
  /** Ended last first when the part is over, whatever happened. */
  atEnd: (stop: () => Promise<unknown>) => void;
}

export interface Part {
  name: string;
  title: string;
  run: (bench: Bench) => Promise<void>;
}

/** Openings under way at the same time when a work begins. */
const AT_ONCE = 10;
/** For what a console's end leaves to do. */
const SETTLE_MS = 60;

/** Starts a candidate, to be stopped when the part is over. */
export async function started<T extends { stop: () => Promise<unknown> }>(bench: Bench, starting: Promise<T>): Promise<T> {
  const running = await starting;
  bench.atEnd(() => running.stop());
  return running;
}

/** Each work with each candidate, again and again: what changes on the machine meanwhile changes for all. */
export async function inTurns<Work extends { name: string; candidates: readonly Candidate[] }>(
  bench: Bench,
  part: string,
  works: readonly Work[],
  measure: (work: Work, candidate: Candidate) => Promise<Figures>,
): Promise<void> {
  const { rounds } = bench.options;
  for (let round = 1; round <= rounds; round++) {
    for (const work of works) {
      for (const candidate of work.candidates) {
        bench.say(`${part}, round ${round} of ${rounds}: ${work.name}, ${candidate.name}`);
        bench.results.add(part, work.name, candidate.name, await measure(work, candidate));
      }
    }
  }
}

/**
 * Opens so many consoles, lets them work for a while, and cuts them.
 * @param begin called when they are warm, for whoever has to forget what was before
 */
export async function worked(
  { client, host, options }: Bench,
  candidate: Candidate,
  behaviour: Behaviour,
  consoles: number,
  order: Partial<MeasureOrder> = {},
  begin?: () => Promise<unknown>,
): Promise<MeasureReport> {
  await host.tell('behave', behaviour);
  const { door, processes } = candidate;
  try {
    const { failure } = await client.tell('open', { door, count: consoles, atOnce: AT_ONCE, candidate: [] }, 120_000);
    if (failure !== null) throw new Error(`${candidate.name}: a console could not be opened: ${failure}`);
    const whole = { seconds: options.seconds, warmUp: options.warmUp, candidate: processes, ...order };
    const run = (part: MeasureOrder) => client.tell('measure', part, (part.seconds + part.warmUp) * 1000 + 60_000);
    if (!begin) return await run(whole);
    await run({ ...whole, seconds: whole.warmUp, warmUp: 0 });
    await begin();
    return await run({ ...whole, warmUp: 0 });
  } finally {
    await client.tell('close', { politely: false });
    await host.tell('quiet', null);
    await delay(SETTLE_MS);
  }
}
