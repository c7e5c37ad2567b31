/** The `portal` command: what an administrator does from a terminal or a script, whether or not the server is running. */

import { exitWith, usageExit } from './exit';
import { buildProgram } from './program';

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', () => process.exit());

try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = usageExit(error) ?? exitWith(error);
}
