/** `npm test`: from a fresh clone to a verdict. Each step needs the one before it; the first that fails ends the run. */

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root } from './install.mjs';
import { runLanes } from './lanes.mjs';
import { writePagesTsconfig } from './pages-tsconfig.mjs';

const report = join(root, 'test-output', 'results.json');
/** The set-up behind nginx lives below a path, which Next fixes when it builds. */
const BELOW_A_PATH = 'https://localhost/consoles';
/** `npm test -- test/integration/tunnels.test.ts` runs those files only, after the same steps. */
const chosen = process.argv.slice(2);

const steps = [
  ['Node version', ensureNode],
  ['install', ensureInstalled],
  ['system packages', () => run('scripts/system-packages.sh')],
  ['checks', checks],
  ['tests', tests],
];

/** One core reads the whole program for the linter, the other one does the rest. @returns how long each took */
async function checks() {
  const tool = (name, ...args) => [join(root, 'node_modules/.bin', name), args];
  // In a process of its own: which pages are built stands in the environment.
  const build = [process.execPath, ['scripts/build.mjs']];
  const lint = ['--max-warnings=0', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'];
  const rules = ['server', 'app', 'components', 'messages', 'i18n', 'scripts', 'test'];
  return runLanes([
    [['lint', (run) => run(...tool('eslint', ...lint))]],
    [
      ['format', (run) => run(...tool('prettier', '--check', '--log-level=warn', '.'))],
      ['import rules', (run) => run(...tool('depcruise', ...rules))],
      // Next writes types of its own, by when the linter knows what it reads.
      ['types', types],
      ['build', (run) => run(...build)],
      ['build below a path', (run) => run(...build, { PUBLIC_URL: BELOW_A_PATH })],
    ],
  ]);

  async function types(run) {
    writePagesTsconfig();
    await run(...tool('next', 'typegen'));
    await run(...tool('tsc', '--noEmit', '-p', '.'));
  }
}

/** @throws when a test failed, or when none ran: a run that proves nothing is not a success */
async function tests() {
  mkdirSync(join(root, 'test-output'), { recursive: true });
  rmSync(report, { force: true });
  const code = await exitCode(join(root, 'node_modules/.bin/vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...chosen,
  ]);
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Error(`vitest ended with ${code} and without a report`);
  }
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  const broken = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const skipped = results.numPendingTests + results.numTodoTests;
  const failed = results.numFailedTests + broken.length;
  return () => {
    for (const file of broken) console.log(`did not run to its end: ${file.name}`);
    if (skipped > 0) console.log(`${skipped} skipped, and a skipped test proves nothing`);
    console.log(`${results.numPassedTests} passed, ${failed + skipped} failed`);
    return code === 0 && failed + skipped === 0 && results.numPassedTests > 0;
  };
}

async function run(command) {
  const code = await exitCode(command, []);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

function exitCode(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}

const durations = [];
let verdict = () => false;
for (const [name, step] of steps) {
  // Each of the checks has its own heading.
  if (step !== checks) console.log(`\n── ${name}`);
  const started = performance.now();
  let result;
  try {
    result = await step();
  } catch (error) {
    console.error(`\nnpm test stopped at "${error.step ?? name}": ${error.message}`);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
  if (step === tests) verdict = result;
  const lanes = step === checks ? ` (${result.join(' beside ')})` : '';
  durations.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s${lanes}`);
}
console.log(`\n${durations.join(' · ')}`);
process.exit(verdict() ? 0 : 1);
