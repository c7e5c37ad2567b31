import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { holdings, kilobytes, parseMachineStat, parseProcessStat, processTree, treeSeconds, usedBetween } from '../../bench/cpu';

/** `man 5 proc`: pid, comm, state, ppid, six more, four counts of faults, utime, stime, cutime, cstime, … */
const stat = (name: string) => `4711 (${name}) S 17 4711 4711 0 -1 4194560 1 2 3 4 250 150 30 20 20 0 7 0 1 1 1`;

describe('the time of a process', () => {
  test('is its own and that of the children that it has waited for, in seconds', () => {
    expect(parseProcessStat(stat('nginx'))).toEqual({ parent: 17, seconds: 4.5 });
  });

  test('is found behind a name with blanks and brackets', () => {
    expect(parseProcessStat(stat('a) S 1 (b)'))).toEqual({ parent: 17, seconds: 4.5 });
  });

  test('is not read from what is something else', () => {
    expect(() => parseProcessStat('nothing')).toThrow('/proc/PID/stat');
  });

  test('of a tree holds that of children that live', async () => {
    const script = 'const until = Date.now() + 300; while (Date.now() < until); console.log("worked"); setInterval(() => {}, 1000)';
    const parent = spawn('sh', ['-c', '"$0" -e "$1" & echo child $!; wait', process.execPath, script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let child = 0;
    try {
      let text = '';
      for await (const chunk of parent.stdout) if ((text += String(chunk)).includes('worked')) break;
      child = Number(/child (\d+)/.exec(text)![1]);
      expect(processTree([parent.pid!])).toEqual([parent.pid, child]);
      expect(treeSeconds([parent.pid!])).toBeGreaterThan(0.1);
    } finally {
      if (child > 0) process.kill(child);
      parent.kill();
    }
  });

  test('of one that has ended is nothing', () => {
    expect(treeSeconds([2 ** 30])).toBe(0);
  });
});

describe("the machine's time", () => {
  const text = (idle: number, soft: number) =>
    `cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 100 10 50 ${idle} 20 1 ${soft} 4 0 0\ncpu1 0 0 0 100 0 0 0 0 0 0\nintr 5\n`;

  test('is told by core, and waiting for a disk is free time', () => {
    expect(parseMachineStat(text(300, 35))).toEqual({ busy: [2, 0], idle: [3.2, 1] });
  });

  test('between two looks holds what the kernel did for others, and the share that was free', () => {
    const look = (idle: number, soft: number, candidate: number) => ({ candidate, machine: parseMachineStat(text(idle, soft)) });
    const used = usedBetween(look(300, 35, 1), look(325, 110, 1.25));
    expect(used.candidate).toBe(0.25);
    expect(used.machine).toBeCloseTo(0.75);
    expect(used.free).toEqual([0.25, 0]);
  });
});

describe('what a process holds', () => {
  test('is read from smaps_rollup in bytes', () => {
    const rollup =
      '5581-7ffe ---p 00000000 00:00 0 [rollup]\nRss:                4000 kB\nPss:                3000 kB\nPss_Dirty:            10 kB\n';
    expect([kilobytes(rollup, 'Pss'), kilobytes(rollup, 'Rss'), kilobytes(rollup, 'Swap')]).toEqual([3_072_000, 4_096_000, 0]);
  });

  test('of this one is memory and open files', () => {
    const held = holdings([process.pid]);
    expect(held.memory).toBeGreaterThan(10_000_000);
    expect(held.memory).toBeLessThanOrEqual(held.resident);
    expect(held.descriptors).toBeGreaterThan(held.sockets);
  });
});
