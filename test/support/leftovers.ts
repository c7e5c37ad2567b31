/** Runs last in every test file, also in one whose hooks failed: no server and no directory outlives it. */

import { afterAll } from 'vitest';
import { endLeftovers } from './process';
import { removeLeftovers } from './temporary';

afterAll(() => {
  endLeftovers();
  removeLeftovers();
});

// vitest ends a worker that hangs by a signal, which by default skips the exit handlers.
process.once('SIGTERM', () => process.exit(143));
