import { readdirSync, readFileSync } from 'node:fs';

/** Those that a process has started and that still run, as Linux tells of them. */
export function childProcesses(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === parent)
    .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    // proc(5): the name, which may contain anything, stands in parentheses; then the state, then the parent.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    // It has ended since.
    return null;
  }
}
