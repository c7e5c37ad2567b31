/** Opening, and holding open what is idle: what a console costs when nothing happens on it. */

import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '../../support/database';
import { until } from '../../support/waiting';
import { started, type Bench, type Part } from '../bench';
import { startBareHttpProxy, startHaproxy, startNginx, type Candidate } from '../candidates';
import { holdings, type Holdings, treeSeconds, usage, usedBetween } from '../cpu';
import { descriptorLimit } from '../descriptors';
import { startMeasuredPortal, type MeasuredPortal } from '../measured-portal';
import type { Figures } from '../results';

const AT_ONCE = 64;
/** What is made once, such as a database's worker, is there after so many. */
const FIRST = 50;
/** Before that, Node's compiler is what is measured. */
const WARM_UP = 2000;
/** After the last opening, until what it leaves to write has been written. */
const WRITTEN_MS = 500;
/** Longer than HEARTBEAT_SECONDS by default: each console has been asked whether it lives. */
const HELD_LONG = 25;
const HELD_SHORT = 2;
/** From here on consoles are held long, and have two rounds. */
const MANY = 9000;
const LEFT_TIMEOUT = 20_000;
/** http-proxy alone never lets go of some: no use to wait for it. */
const PEER_LEFT_TIMEOUT = 2000;
/** Files of a process that are not consoles. */
const OWN_FILES = 300;
const KIB = 1024;
const MIB = 2 ** 20;

interface Contender {
  candidate: Candidate;
  /** What it held before it had many. */
  fresh: Holdings;
  /** Rows of live consoles, where there are such. */
  rows?: () => Promise<number>;
}

export const open: Part = {
  name: 'open',
  title: 'Opening, and idle consoles',
  async run(bench) {
    const { counts } = bench.options;
    const inOne = counts.filter((count) => processesFor(count) === 1);
    if (inOne.length > 0) await compare(bench, await contenders(bench, 1), inOne);
    for (const count of counts.filter((one) => !inOne.includes(one))) {
      const workers = processesFor(count);
      bench.results.warn(
        `${count} consoles need ${2 * count + OWN_FILES} open files, and a process here may have ${descriptorLimit()} (ulimit -Hn): ` +
          `the portal and nginx run with ${workers} processes for them, the others are left out`,
      );
      await compare(bench, await contenders(bench, workers), [count]);
    }
  },
};

const processesFor = (count: number): number => Math.ceil((2 * count + OWN_FILES) / descriptorLimit());

async function contenders(bench: Bench, workers: number): Promise<Contender[]> {
  const { webSocket } = bench.ports;
  const { postgres } = bench.options;
  const portal = await started(bench, startMeasuredPortal(bench.ports, { postgres, workers }));
  // HAProxy and http-proxy have one process, whatever is asked of them.
  const others = workers === 1 ? [startHaproxy, startBareHttpProxy] : [];
  const bare = [(to: number) => startNginx(to, { workers }), ...others];
  const all: Contender[] = [{ candidate: portal.tunnel, fresh: await fresh(bench, portal.tunnel), rows: () => liveRows(portal) }];
  for (const start of bare) {
    const candidate = await started(bench, start(webSocket));
    all.push({ candidate, fresh: await fresh(bench, candidate) });
  }
  return all;
}

async function fresh(bench: Bench, candidate: Candidate): Promise<Holdings> {
  await bench.host.tell('behave', { kind: 'idle' });
  await openMany(bench, candidate, FIRST);
  await closeAll(bench);
  return holdings(candidate.processes);
}

async function liveRows({ portal }: MeasuredPortal): Promise<number> {
  const [row] = await sql<{ live: number | string }>(portal, 'select count(*) as live from consoles where ended_at is null');
  return Number(row!.live);
}

async function compare(bench: Bench, all: readonly Contender[], counts: readonly number[]): Promise<void> {
  await bench.host.tell('behave', { kind: 'idle' });
  const warmUp = bench.options.short ? Math.max(...counts) : WARM_UP;
  for (const contender of all) {
    bench.say(`open: ${contender.candidate.name} warms up with ${warmUp}`);
    await openMany(bench, contender.candidate, Math.min(warmUp, Math.max(...counts)));
    await closeAll(bench);
  }
  for (const count of counts) {
    const rounds = Math.min(bench.options.rounds, count >= MANY ? 2 : 3);
    for (let round = 1; round <= rounds; round++) {
      for (const contender of all) {
        const { name } = contender.candidate;
        bench.say(`open, round ${round} of ${rounds}: ${count} consoles, ${name}`);
        bench.results.add('open', `${count} consoles`, name, await hold(bench, contender, count));
      }
    }
  }
}

async function openMany({ client, results }: Bench, { door, processes, name }: Candidate, count: number) {
  const report = await client.tell('open', { door, count, atOnce: AT_ONCE, candidate: processes }, 600_000);
  if (report.failure !== null) results.warn(`${name} opened ${report.opened} of ${count} consoles: ${report.failure}`);
  return report;
}

async function closeAll({ client, host }: Bench): Promise<void> {
  await client.tell('close', { politely: true });
  await host.tell('quiet', null);
  await delay(WRITTEN_MS);
}

async function hold(bench: Bench, { candidate, fresh, rows }: Contender, count: number): Promise<Figures> {
  const { client, options } = bench;
  const { processes } = candidate;
  const start = usage(processes);
  const { opened, seconds, latency } = await openMany(bench, candidate, count);
  await delay(WRITTEN_MS);
  const used = usedBetween(start, usage(processes));
  const idleFrom = treeSeconds(processes);
  const idleSeconds = options.short ? 1 : count >= MANY ? HELD_LONG : HELD_SHORT;
  await delay(idleSeconds * 1000);
  const idle = (treeSeconds(processes) - idleFrom) / idleSeconds;
  const held = holdings(processes);
  const alive = await client.tell('alive', null);
  const closing = usage(processes);
  await closeAll(bench);
  const left = await untilBack(processes, fresh, rows);
  const closed = usedBetween(closing, usage(processes));
  return {
    'live at once': alive,
    'opened /s': opened / seconds,
    'p99 ms': latency.p99,
    'CPU µs/open': (1e6 * used.candidate) / opened,
    'CPU µs/close': (1e6 * closed.candidate) / opened,
    'KiB/console': (held.memory - fresh.memory) / opened / KIB,
    'idle CPU %': 100 * idle,
    'MiB left': (left.memory - fresh.memory) / MIB,
    'sockets left': left.sockets - fresh.sockets,
    'files left': left.descriptors - fresh.descriptors,
    ...(left.rows === undefined ? {} : { 'rows left': left.rows }),
  };
}

/** What a candidate holds once it has let go of what it had, or when it has had the time to. */
async function untilBack(processes: number[], before: Holdings, rows?: () => Promise<number>): Promise<Holdings & { rows?: number }> {
  let left: Holdings & { rows?: number } = holdings(processes);
  await until(
    'consoles to be let go',
    async () => {
      left = { ...holdings(processes), ...(rows ? { rows: await rows() } : {}) };
      return left.sockets <= before.sockets && (left.rows ?? 0) === 0;
    },
    rows ? LEFT_TIMEOUT : PEER_LEFT_TIMEOUT,
  ).catch(() => undefined);
  return left;
}
