/** Which processor does what: the candidate has one to itself, the load and everything else the other. */

import { availableParallelism } from 'node:os';
import { spawnSync } from 'node:child_process';
import { RunningProcess, type ProcessOptions } from '../support/process';

export const CANDIDATE_CORE = 0;
/** With one core only, everything shares it; the table says so. */
export const LOAD_CORE = availableParallelism() > 1 ? 1 : 0;

/** taskset becomes the program, which keeps its process id; what that starts stays on the same core. */
export function pinned(name: string, command: string, args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  return new RunningProcess(name, 'taskset', ['-c', String(CANDIDATE_CORE), command, ...args], options);
}

/** The benchmark itself, and what it starts without another word. */
export function pinSelf(): void {
  const { status, stderr } = spawnSync('taskset', ['-a', '-p', '-c', String(LOAD_CORE), String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`taskset (Debian: util-linux): ${stderr}`);
}
