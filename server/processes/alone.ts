/** A portal that is the only process: it tells the terminal, and listens to signals. */

import type { Config } from '../config';
import type { Logger } from '../log';
import { announce } from './announce';
import type { Runner } from './runner';
import { onSignal } from './signals';

export function alone(config: Config, log: Logger): Runner {
  return {
    listening: () => undefined,
    ready: (started) => announce(config, started),
    stoppedBy: (stop) =>
      onSignal((signal, again) => {
        if (again) process.exit(1);
        log.info({ signal }, 'stopping: no new consoles, live ones are told to reconnect');
        stop(false).then(
          () => process.exit(0),
          (error: unknown) => {
            log.fatal({ err: error }, 'the portal did not stop cleanly');
            process.exit(1);
          },
        );
      }),
  };
}
