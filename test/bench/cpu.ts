/** What processes cost, as the kernel counts it: time of processors, memory, open files (proc(5)). */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Of sysconf(_SC_CLK_TCK): 100 on every Linux that Debian builds. */
const TICKS_A_SECOND = 100;

export interface ProcessStat {
  parent: number;
  /** Seconds of this process and of those children that it has waited for. */
  seconds: number;
}

/** Reads `/proc/PID/stat`. The second field is the program's name in brackets, which may hold anything. */
export function parseProcessStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Counted from the third field: 4 is ppid; 14 to 17 are utime, stime, cutime, cstime.
  const ticks = [14, 15, 16, 17].reduce((sum, field) => sum + Number(fields[field - 3]), 0);
  const parent = Number(fields[1]);
  if (!Number.isFinite(ticks) || !Number.isInteger(parent)) throw new Error(`not /proc/PID/stat: ${text.slice(0, 200)}`);
  return { parent, seconds: ticks / TICKS_A_SECOND };
}

export interface MachineStat {
  /** Seconds in which a processor did something, softirq and stolen time included; by core. */
  busy: number[];
  idle: number[];
}

/** Reads `/proc/stat`. */
export function parseMachineStat(text: string): MachineStat {
  const busy: number[] = [];
  const idle: number[] = [];
  for (const line of text.split('\n')) {
    const match = /^cpu(\d+) (.*)$/.exec(line);
    if (!match) continue;
    const [user, nice, system, waiting, io, irq, softirq, steal] = match[2]!.trim().split(/\s+/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    busy[Number(match[1])] = (user + nice + system + irq + softirq + steal) / TICKS_A_SECOND;
    idle[Number(match[1])] = (waiting + io) / TICKS_A_SECOND;
  }
  return { busy, idle };
}

/** These processes and all that descend from them, that live now. */
export function processTree(roots: readonly number[]): number[] {
  if (roots.length === 0) return [];
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat === null) continue;
    const { parent } = parseProcessStat(stat);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  const visit = (pid: number): void => {
    tree.push(pid);
    children.get(pid)?.forEach(visit);
  };
  roots.forEach(visit);
  return tree;
}

/** Seconds of processor time of a tree of processes. What a child used is in its parent's figure once it has ended, and was its own before. */
export function treeSeconds(roots: readonly number[]): number {
  return processTree(roots).reduce((sum, pid) => {
    const stat = read(`/proc/${pid}/stat`);
    return stat === null ? sum : sum + parseProcessStat(stat).seconds;
  }, 0);
}

export interface Usage {
  /** Seconds of the candidate's processes. */
  candidate: number;
  machine: MachineStat;
}

export function usage(roots: readonly number[]): Usage {
  return { candidate: treeSeconds(roots), machine: parseMachineStat(readFileSync('/proc/stat', 'utf8')) };
}

export interface UsedTime {
  /** Seconds. */
  candidate: number;
  /** Seconds of all processors. */
  machine: number;
  /** Share of each core that was free, 0 to 1. */
  free: number[];
}

export function usedBetween(before: Usage, after: Usage): UsedTime {
  const cores = after.machine.busy.map((busy, core) => {
    const worked = busy - before.machine.busy[core]!;
    const rested = Math.max(0, after.machine.idle[core]! - before.machine.idle[core]!);
    return { worked, free: worked + rested > 0 ? rested / (worked + rested) : 0 };
  });
  return {
    candidate: after.candidate - before.candidate,
    machine: cores.reduce((sum, { worked }) => sum + worked, 0),
    free: cores.map(({ free }) => free),
  };
}

export interface Holdings {
  /** Bytes of memory: pages shared between processes count in part (PSS). */
  memory: number;
  /** Bytes, with shared pages counted in each process. */
  resident: number;
  descriptors: number;
  sockets: number;
}

/** What a tree of processes holds. */
export function holdings(roots: readonly number[]): Holdings {
  const held: Holdings = { memory: 0, resident: 0, descriptors: 0, sockets: 0 };
  for (const pid of processTree(roots)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    if (rollup === null) continue;
    held.memory += kilobytes(rollup, 'Pss');
    held.resident += kilobytes(rollup, 'Rss');
    for (const name of readdirSync(`/proc/${pid}/fd`)) {
      held.descriptors += 1;
      if (link(`/proc/${pid}/fd/${name}`).startsWith('socket:')) held.sockets += 1;
    }
  }
  return held;
}

export function kilobytes(rollup: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup);
  return match ? Number(match[1]) * 1024 : 0;
}

/** @returns null for a process that has ended meanwhile */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
