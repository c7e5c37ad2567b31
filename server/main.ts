/** What `npm start` runs: the portal in this process, or with WORKERS the primary of several that are each a portal. */

import { join } from 'node:path';
import { loadConfig, orExit } from './config';
import { createLogger, type Logger } from './log';

async function main(): Promise<void> {
  const dev = process.argv.includes('--dev');
  const config = loadConfig({ alone: dev });
  const log = createLogger(config);
  failLoudly(log);
  if (dev && loadConfig().workers > 1) log.info('WORKERS is for production: this is one process');
  if (config.workers > 1 && config.worker === null) {
    const { runPrimary } = await import('./processes/primary');
    runPrimary(config, log, import.meta.filename);
    return;
  }
  // Not for the primary, which needs none of it.
  const { serve } = await import('./serve');
  const runner =
    config.worker === null ? (await import('./processes/alone')).alone(config, log) : (await import('./processes/worker')).worker(log);
  await serve({ config, log, runner, root: join(import.meta.dirname, '..'), dev });
}

/** Next would keep a process alive whose state nobody knows any more; a supervisor starts a clean one. */
function failLoudly(log: Logger): void {
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'an error that nothing caught: the portal exits');
    process.exit(1);
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
}

await orExit(main);
