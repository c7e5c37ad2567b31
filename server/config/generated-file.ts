import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './data-dir';
import { StartError } from './start-error';

const GENERATED_BYTES = 32;

/**
 * A random text that the first start writes into DATA_DIR and every later one reads. It is written whole under another name and then linked:
 * of two first starts at once, both read the one that won.
 * @returns its content; '' when the file is there but empty
 * @throws StartError when it can't be read or written
 */
export function generatedFile(dataDir: string, name: string): string {
  const path = join(dataDir, name);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT')
      throw new StartError(`The file ${name} in DATA_DIR cannot be read (${systemCode(error)}): check who may read it`, undefined, {
        cause: error,
      });
  }
  try {
    writeFileSync(draft, `${randomBytes(GENERATED_BYTES).toString('base64url')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      throw new StartError(`DATA_DIR cannot be written (${systemCode(error)}): give it to the user that runs the portal`, undefined, {
        cause: error,
      });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
