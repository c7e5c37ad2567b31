/** The process that owns the port and starts the workers that serve it. It carries no console and opens no database. */

import cluster from 'node:cluster';
import { workerEnvironment, type Config } from '../config';
import type { Logger } from '../log';
import { announce } from './announce';
import { ConnectionsOnTheirWay } from './connections-on-their-way';
import { onSignal } from './signals';
import { Workforce, type FromWorker, type WorkerEvents, type WorkerProcess } from './workforce';

/** @param program that workers run: this one's own, whatever imported it */
export function runPrimary(config: Config, log: Logger, program: string): void {
  cluster.setupPrimary({ exec: program });
  const workforce = new Workforce({
    size: config.workers,
    fork,
    ready: (started) => announce(config, started),
    over: (exitCode) => process.exit(exitCode),
    log,
  });
  onSignal((signal, again) => {
    if (again) {
      workforce.kill();
      process.exit(1);
    }
    log.info({ signal }, 'stopping: no new consoles, live ones are told to reconnect');
    workforce.stop();
  });
  workforce.start();
}

const onTheirWay = new ConnectionsOnTheirWay();

function fork(number: number, events: WorkerEvents): WorkerProcess {
  const worker = cluster.fork(workerEnvironment(number));
  worker.on('exit', onTheirWay.follow(worker.process));
  worker.on('message', (message: FromWorker) => events.message(message));
  worker.on('exit', (code: number | null, signal: string | null) => events.exit(code, signal));
  // A worker that dies while it is told something: its exit says all.
  worker.on('error', () => undefined);
  return {
    send: (message) => void worker.send(message),
    kill: () => void worker.process.kill('SIGKILL'),
  };
}
