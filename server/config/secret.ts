import { readFileSync } from 'node:fs';
import { systemCode } from './data-dir';
import { MIN_SECRET, type Settings } from './environment';
import { generatedFile } from './generated-file';
import { EXIT_CONFIG, StartError } from './start-error';

/**
 * AUTH_SECRET, else the content of AUTH_SECRET_FILE, else a file in DATA_DIR that the first start writes.
 * @throws StartError when a file can't be read, written, or holds too little
 */
export function loadSecret(settings: Settings): Buffer {
  const { authSecret, authSecretFile, dataDir } = settings;
  if (authSecret !== null) return Buffer.from(authSecret, 'utf8');
  const text = authSecretFile === null ? generatedFile(dataDir, 'secret') : readSecretFile(authSecretFile);
  if (text.length >= MIN_SECRET) return Buffer.from(text, 'utf8');
  throw authSecretFile === null
    ? new StartError(
        'The file secret in DATA_DIR is damaged: restore it from a backup; without it sign-ins end and stored VNC passwords are lost',
      )
    : new StartError(`AUTH_SECRET_FILE must hold at least ${MIN_SECRET} characters`, EXIT_CONFIG);
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new StartError(`AUTH_SECRET_FILE cannot be read (${systemCode(error)}): check that it exists and who may read it`, EXIT_CONFIG, {
      cause: error,
    });
  }
}
