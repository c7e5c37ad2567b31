/** How one variable of the environment is read. */

import { EXIT_CONFIG, StartError } from './start-error';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws StartError with one line that names the variable, never its value */
export function refuse(name: string, what: string): never {
  throw new StartError(`${name} ${what}`, EXIT_CONFIG);
}

/** An empty variable counts as unset, as compose files and units write them. */
export function read(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

export function number(env: Environment, name: string, fallback: number, least: number, most: number, whole = true): number {
  const text = read(env, name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || (whole && !Number.isInteger(value)) || value < least || value > most) {
    refuse(name, `must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
  }
  return value;
}
