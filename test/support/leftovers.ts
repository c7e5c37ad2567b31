/** Runs last in every test file, also in one whose hooks failed: no server and no directory outlives it. */

import { afterAll } from 'vitest';
import { endLeftovers } from './process';
import { removeLeftovers } from './temporary';

afterAll(() => {
  endLeftovers();
  removeLeftovers();
});
