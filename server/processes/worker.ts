/** A portal that is one of several processes on a port: it obeys their primary, and nobody else. */

import cluster from 'node:cluster';
import type { Logger } from '../log';
import type { Runner, Stop } from './runner';
import type { FromWorker } from './workforce';

export function worker(log: Logger): Runner {
  const tell = (message: FromWorker) => process.send?.(message);
  let stop: Stop | null = null;
  let stopping = false;
  const begin = (hurried: boolean) => {
    if (stopping) return;
    stopping = true;
    // Before it listens it has nothing to bring to an end.
    if (!stop) process.exit(0);
    stop(hurried).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'a worker did not stop cleanly');
        process.exit(1);
      },
    );
  };

  // A terminal and a supervisor send their signals to every process of the group: what they mean is the primary's to say.
  process.on('SIGTERM', ignore).on('SIGINT', ignore);
  // There is one thing that it can be told.
  process.on('message', () => begin(false));
  cluster.worker?.on('disconnect', () => {
    if (stopping) return;
    log.fatal('the primary is gone, and the port with it: the worker stops');
    // Or Node would end the process on the spot.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    begin(true);
  });

  return {
    listening: () => tell({ kind: 'listening' }),
    ready: (started) => tell({ kind: 'ready', started }),
    stoppedBy: (how) => {
      stop = how;
    },
  };
}

function ignore(): void {}
