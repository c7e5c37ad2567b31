/** The one place that reads the environment and the files that it names. */

import { StartError } from './start-error';
import { parseEnvironment, WORKER_NUMBER, type Settings } from './environment';
import { prepareDataDir } from './data-dir';
import { generatedFile } from './generated-file';
import { loadSecret } from './secret';

export { EXIT_CONFIG, EXIT_FAILURE, StartError } from './start-error';
export { pagesDir } from './base-path';
export type { Settings } from './environment';
export type { TargetRules } from './networks';

export interface Config extends Settings {
  /** Key material for sessions and sealed passwords. Derive from it, never use it as a key itself. */
  secret: Buffer;
  /** Tells this process from others on the same database: whose consoles a restart finds unfinished. */
  node: string;
  /** Whether there may be other processes that serve people: workers, or portals on the same PostgreSQL. */
  shared: boolean;
}

/** Settings alone, without touching a file: for the build, which needs the sub-path. */
export function loadSettings(): Settings {
  return parseEnvironment(process.env, process.stderr.isTTY);
}

/**
 * @param alone whatever WORKERS says, there is no other process
 * @throws StartError with one line for the operator
 */
export function loadConfig({ alone = false } = {}): Config {
  const settings = { ...loadSettings(), ...(alone ? { workers: 1 } : {}) };
  prepareDataDir(settings.dataDir);
  const machine = generatedFile(settings.dataDir, 'node');
  return Object.freeze({
    ...settings,
    secret: loadSecret(settings),
    node: (settings.worker ?? 1) === 1 ? machine : `${machine}.${settings.worker}`,
    shared: settings.workers > 1 || settings.databaseUrl !== null,
  });
}

/** What a worker finds in its environment besides. */
export const workerEnvironment = (number: number): Record<string, string> => ({ [WORKER_NUMBER]: String(number) });

/**
 * next-auth 4 reads its own address from the environment and from nowhere else. With PUBLIC_URL the address is fixed; without,
 * it is taken from the forwarded headers, which the portal's listener has replaced by its own.
 */
export function configureNextAuth(settings: Settings): void {
  const base = settings.publicUrl;
  if (base) process.env['NEXTAUTH_URL'] = `${base.origin}${settings.basePath}/api/auth`;
  else process.env['AUTH_TRUST_HOST'] = 'true';
}

/**
 * Has Next go by the settings of its build, as its own standalone server does. To run next.config.ts again takes a second, and what it
 * loads for a build can be loaded by one thread of a process only: no other one could be started in the place of one that died.
 */
export function configureNext(built: object): void {
  process.env['__NEXT_PRIVATE_STANDALONE_CONFIG'] = JSON.stringify(built);
}

/** Runs the start of a program, and ends it with one line and the right code where it can't go on. */
export async function orExit(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`vnc-portal: ${error.message}\n`);
    process.exit(error.exitCode);
  }
}
