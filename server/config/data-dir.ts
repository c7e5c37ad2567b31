import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT_FAILURE, StartError } from './start-error';

/**
 * Creates DATA_DIR for the portal alone. It holds the database, the secret and recordings.
 * @throws StartError when it can't be created or written
 */
export function prepareDataDir(dataDir: string): void {
  try {
    makeDir(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `DATA_DIR cannot be written (${systemCode(error)}): create it, or give it to the user that runs the portal`,
      EXIT_FAILURE,
      {
        cause: error,
      },
    );
  }
}

/** Not mkdir's own `recursive`: where a directory can't be made for want of support, as below /proc, Node 20 tries for ever. */
function makeDir(path: string): void {
  const make = () => mkdirSync(path, { mode: 0o700 });
  try {
    make();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeDir(dirname(path));
    make();
  }
}

/** The word of the operating system for a failed call, such as EACCES: tells why without telling paths. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
