/** Steps that need nothing of each other, side by side: a lane's steps follow one another, and the lanes run at once. */

import { spawn } from 'node:child_process';
import { root } from './install.mjs';

/** Of the lanes that still run. Each has a process group of its own, so that a build's workers end with it. */
const running = new Set();

function endAll() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has just ended by itself.
    }
  }
}

/** A step's name and how long it took, to print once all are done. */
const took = (name, started) => `${name} ${((performance.now() - started) / 1000).toFixed(1)} s`;

/**
 * Runs the steps of each lane in turn, and the lanes at the same time. What a step prints comes in one piece when it is done.
 * @param lanes of `[name, step]`, where a step is called with a function that runs a command
 * @returns the steps with their times, a lane in a line
 * @throws what the first step that fails threw, with its name as `step`; what runs beside it is ended
 */
export async function runLanes(lanes) {
  const interrupted = () => {
    endAll();
    process.exit(130);
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  let failed = null;
  const follow = async (steps) => {
    const done = [];
    for (const [name, step] of steps) {
      const started = performance.now();
      const printed = [];
      let problem = null;
      try {
        await step((command, args = [], environment = {}) => run(command, args, environment, printed));
      } catch (error) {
        problem = error;
      }
      // What is ended because another step failed has nothing to say.
      if (failed) return done;
      console.log(`\n── ${name}`);
      process.stdout.write(Buffer.concat(printed));
      if (problem) {
        failed = Object.assign(problem, { step: name });
        endAll();
        return done;
      }
      done.push(took(name, started));
    }
    return done;
  };
  const times = await Promise.all(lanes.map(follow));
  process.off('SIGINT', interrupted);
  process.off('SIGTERM', interrupted);
  if (failed) throw failed;
  return times.map((done) => done.join(' · '));
}

function run(command, args, environment, printed) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...environment },
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => printed.push(piece));
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${command.replace(`${root}/`, '')} ended with ${code ?? signal}`));
    });
  });
}
