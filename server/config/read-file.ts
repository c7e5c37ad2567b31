import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { systemCode } from './data-dir';
import { read, refuse, type Environment } from './read';

/** A variable's own value, or the content of the file that NAME_FILE names: a secret does not have to stand in the environment. */
export function readSecret(env: Environment, name: string): string | null {
  const value = read(env, name);
  const file = read(env, `${name}_FILE`);
  if (file === null) return value;
  if (value !== null) refuse(`${name}_FILE`, `and ${name} are both set: keep one`);
  const text = readNamed(`${name}_FILE`, file).trim();
  if (text === '') refuse(`${name}_FILE`, 'names an empty file');
  return text;
}

/** @returns the PEM text of the file that a variable names; null when it is unset */
export function readAuthority(env: Environment, name: string): string | null {
  const file = read(env, name);
  if (file === null) return null;
  const pem = readNamed(name, file);
  try {
    createSecureContext({ ca: pem });
  } catch {
    refuse(name, 'must name a file of PEM certificates');
  }
  if (!pem.includes('BEGIN CERTIFICATE')) refuse(name, 'must name a file of PEM certificates');
  return pem;
}

export function readNamed(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(name, `cannot be read (${systemCode(error)}): check that the file exists and who may read it`);
  }
}
