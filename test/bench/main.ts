/** `npm run bench`: the chosen parts one after the other, then all figures as tables and as JSON. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/portal';
import type { Bench, Part } from './bench';
import { checkBottleneck } from './bottleneck';
import { descriptorLimit } from './descriptors';
import { startLoadClient, startLoadHost } from './load/told-process';
import { parseOptions, usageText, type Options } from './options';
import { parts } from './parts/all';
import { CANDIDATE_CORE, LOAD_CORE, pinSelf } from './pinned';
import { Results } from './results';
import { warnOfNoise } from './noise';
import { report } from './table';
import { judge } from './targets';

const BROKEN = 1;
const USAGE = 2;

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // What was started ends with this process: see RunningProcess and ToldProcess.
  process.once(signal, () => process.exit(code));
}

function chosen(): Options {
  try {
    const options = parseOptions(
      process.argv.slice(2),
      parts.map(({ name }) => name),
    );
    if (options !== 'help') return options;
    console.log(usageText(parts));
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(USAGE);
  }
}

async function runPart(part: Part, common: Omit<Bench, 'atEnd'>): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    await part.run({ ...common, atEnd: (stop) => void stops.push(stop) });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function machine(): Record<string, string | number> {
  const [first] = cpus();
  return {
    processor: first?.model ?? '',
    processors: cpus().length,
    memoryBytes: totalmem(),
    kernel: readFileSync('/proc/version', 'utf8').split(' ').slice(0, 3).join(' '),
    node: process.version,
    openFiles: descriptorLimit(),
    candidateCore: CANDIDATE_CORE,
    loadCore: LOAD_CORE,
  };
}

const options = chosen();
const startedAt = new Date();
const results = new Results();
const say = (text: string): void => {
  console.error(`${((Date.now() - startedAt.getTime()) / 1000).toFixed(0).padStart(5)} s  ${text}`);
};
let broken = 0;
pinSelf();
if (LOAD_CORE === CANDIDATE_CORE) results.warn('this machine has one processor: candidates and load share it');
await warnOfNoise(results);
const [client, host] = [startLoadClient(LOAD_CORE), startLoadHost(LOAD_CORE)];
try {
  const ports = await host.tell('ports', null);
  for (const part of parts.filter(({ name }) => options.parts.includes(name))) {
    try {
      await runPart(part, { options, client, host, ports, results, say });
    } catch (error) {
      broken += 1;
      results.warn(`${part.name} broke: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`);
      console.error(error);
    }
  }
} finally {
  await Promise.all([client.stop(), host.stop()]);
}

checkBottleneck(results);
const verdicts = judge(results).filter(({ part }) => options.parts.includes(part));
const directory = join(root, 'test-output');
mkdirSync(directory, { recursive: true });
const file = join(directory, `bench-${startedAt.toISOString().replace(/[:.]/g, '-')}.json`);
const seconds = (Date.now() - startedAt.getTime()) / 1000;
const { rows, warnings } = results;
writeFileSync(file, JSON.stringify({ startedAt, seconds, machine: machine(), options, rows, verdicts, warnings }, null, 2));
console.log(`\n${report(results, new Map(parts.map(({ name, title }) => [name, title])), verdicts)}\n`);
console.log(`${seconds.toFixed(0)} s; all figures: ${file}`);
process.exit(broken > 0 ? BROKEN : 0);
