/** How a command ends: 0 done, 1 refused with one line on stderr, 2 wrong usage. */

import { CommanderError } from 'commander';
import { StartError } from '../config';
import { isPortalError } from '../contract/errors';

const REFUSED = 1;
const USAGE = 2;

/** A command refuses, with one line for the person at the terminal. */
export class Refused extends Error {}

/** @returns how commander's own ends count; null for any other error */
export function usageExit(error: unknown): number | null {
  if (!(error instanceof CommanderError)) return null;
  const asked = error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
  return asked ? 0 : USAGE;
}

export function exitWith(error: unknown): number {
  process.stderr.write(`portal: ${reason(error).replace(/\s*\n\s*/g, ' ')}\n`);
  return REFUSED;
}

function reason(error: unknown): string {
  if (isPortalError(error) || error instanceof StartError || error instanceof Refused) return error.message;
  // Not expected: its kind says more to whoever looks for the cause than an apology.
  return `it failed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
