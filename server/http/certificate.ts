/** The portal's own certificate, followed while it runs: renewals need no restart and drop no console. */

import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartError } from '../config';
import { systemCode } from '../config/data-dir';
import type { Logger } from '../log';

/** By asking, not by notification: certificates are renewed by swapping links, on any kind of file system. */
const WATCH_MS = 1000;

export interface CertificateFiles {
  cert: string;
  key: string;
}

export interface CertificatePair {
  cert: Buffer;
  key: Buffer;
}

/**
 * @throws StartError naming the variable, never the path
 */
export function readCertificate(files: CertificateFiles): CertificatePair {
  const pair = { cert: readPem(files.cert, 'TLS_CERT'), key: readPem(files.key, 'TLS_KEY') };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new StartError(`TLS_CERT and TLS_KEY are not a PEM certificate and its key (${systemCode(error)}): check both files`, undefined, {
      cause: error,
    });
  }
  return pair;
}

function readPem(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartError(`${name} cannot be read (${systemCode(error)}): check that the file exists and who may read it`, undefined, {
      cause: error,
    });
  }
}

/** @returns stops watching */
export function followCertificate(files: CertificateFiles, renewed: (pair: CertificatePair) => void, log: Logger): () => void {
  const reload = () => {
    try {
      renewed(readCertificate(files));
      log.info('the certificate was reloaded');
    } catch (error) {
      // Halfway through a renewal the two files don't fit each other; the second file's change comes here again.
      log.warn({ err: error }, 'the changed certificate cannot be used; the one before stays in use');
    }
  };
  watchFile(files.cert, { interval: WATCH_MS }, reload);
  watchFile(files.key, { interval: WATCH_MS }, reload);
  return () => {
    unwatchFile(files.cert, reload);
    unwatchFile(files.key, reload);
  };
}
