/** `npm run bench` in its smallest form: that it runs and says what it promises. How fast anything is, is not judged here. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Verdict } from '../bench/targets';
import type { Row } from '../bench/results';
import { root } from '../support/portal';
import { RunningProcess } from '../support/process';

const TIMEOUT = 120_000;

interface Report {
  machine: { node: string; openFiles: number };
  options: { parts: string[] };
  rows: Row[];
  verdicts: Verdict[];
}

function bench(...words: string[]): RunningProcess {
  return new RunningProcess('the benchmark', process.execPath, ['--import', 'tsx', join(root, 'test/bench/main.ts'), ...words], {
    cwd: root,
    env: { VITEST: undefined },
  });
}

test(
  'measures its candidates in turns, prints tables and targets, and writes the same as JSON',
  async () => {
    const run = bench('ping-pong', 'open', '--short', '--rounds', '1', '--seconds', '0.1', '--counts', '20');
    const exit = await run.exit(TIMEOUT);
    expect(exit.code, run.output).toBe(0);
    const file = /all figures: (.*\.json)/.exec(run.stdout.join('\n'))![1]!;
    const { machine, options, rows, verdicts } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    rmSync(file);
    expect(machine).toMatchObject({ node: process.version });
    expect(options.parts).toEqual(['ping-pong', 'open']);

    const peers = ['direct', 'portal', 'nginx', 'haproxy'];
    const pingPong = ['1 console', '1 console, all on one core', '50 consoles'].flatMap((work) => peers.map((peer) => `${work}: ${peer}`));
    const open = ['portal', 'nginx', 'haproxy', 'http-proxy'].map((peer) => `20 consoles: ${peer}`);
    expect(rows.map(({ work, candidate }) => `${work}: ${candidate}`)).toEqual([...pingPong, ...open]);
    const figures = (part: string, figure: string) =>
      rows.filter((row) => row.part === part).map(({ rounds }) => rounds.map((round) => round[figure]));
    for (const figure of ['p50 µs', 'p99 µs', 'rate /s']) {
      for (const rounds of figures('ping-pong', figure)) expect(rounds).toEqual([expect.any(Number)]);
    }
    for (const rounds of figures('open', 'live at once')) expect(rounds).toEqual([20]);
    expect(figures('open', 'rows left')[0]).toEqual([0]);

    const judged = verdicts.filter(({ state }) => state !== 'not measured');
    expect(judged.map(({ part, figure }) => `${part} ${figure}`)).toEqual([
      'ping-pong p50 µs',
      'ping-pong p99 µs',
      'ping-pong rate /s',
      'ping-pong p50 µs',
      'ping-pong CPU µs',
    ]);
    const printed = run.stdout.join('\n');
    for (const { work, wanted, state } of verdicts) {
      expect(printed.split('\n').some((line) => line.startsWith(work) && line.includes(wanted) && line.endsWith(state))).toBe(true);
    }
    for (const peer of peers) expect(printed).toMatch(new RegExp(`^50 consoles +${peer} `, 'm'));
    // Before it times them, it proves that all bytes get through.
    for (const peer of peers) expect(run.stderr.join('\n')).toContain(`${peer}: `);
    expect(run.stderr.filter((line) => line.endsWith('arrived unchanged'))).toHaveLength(peers.length);
  },
  TIMEOUT,
);

test('names its parts when asked, and refuses others', async () => {
  const help = bench('--help');
  expect((await help.exit(30_000)).code).toBe(0);
  for (const part of ['bulk', 'ping-pong', 'relay', 'open', 'day', 'list', 'first-picture', 'end-to-end']) {
    expect(help.output).toMatch(new RegExp(`^  ${part} `, 'm'));
  }
  const wrong = bench('blk');
  expect((await wrong.exit(30_000)).code).toBe(2);
  expect(wrong.stderr).toEqual([expect.stringMatching(/^no such part: blk/)]);
});
