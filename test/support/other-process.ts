/** A real second process on a database: two connections in one process would share libsql's threads, and wait for each other there. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order } from './database-process';

export interface OtherProcess {
  /** Settles with the next word of the process; fails when it ends without one. */
  says: (word: 'held' | 'done') => Promise<void>;
  release: () => void;
}

export function otherProcess(order: Order): OtherProcess {
  const child = fork(join(import.meta.dirname, 'database-process.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const words: unknown[] = [];
  child.on('message', (word) => words.push(word));
  child.send(order);
  return {
    async says(word) {
      while (!words.includes(word)) {
        if (child.exitCode !== null) throw new Error(`the other process ended with ${child.exitCode}: ${errors}`);
        await Promise.race([once(child, 'message'), once(child, 'exit')]);
      }
    },
    release: () => child.send('release'),
  };
}
