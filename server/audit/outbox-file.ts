/**
 * Where what could not be written outlasts the process: a file that is made when it stops, which the next start writes into the audit before
 * anything else. Sealed under the portal's secret, as the audit is: whoever can write the directory alone adds no rows to it.
 */

import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortalError } from '../contract/errors';
import type { Logger } from '../log';
import { outboxEntrySchema, type OutboxEntry } from './outbox-entry';

const KEY_BYTES = 32;
/** A name of its own each time: nobody overwrites or deletes what another process, or an earlier stop, has left. */
const NAME = /^audit-waiting-[0-9a-z]+-[0-9a-f]+\.jsonl$/;
/** Rows a transaction. */
const BATCH = 200;

interface Parts {
  dataDir: string;
  secret: Buffer;
  log: Pick<Logger, 'error' | 'warn'>;
}

export class OutboxFile {
  private readonly key: Buffer;

  constructor(private readonly parts: Parts) {
    this.key = Buffer.from(hkdfSync('sha256', parts.secret, '', 'vnc-portal/audit-waiting', KEY_BYTES));
  }

  /** At once and to the disk, since nothing else may run any more. Never fails: what can't be kept is in the log. */
  save(entries: readonly OutboxEntry[]): void {
    if (entries.length === 0) return;
    const { dataDir, log } = this.parts;
    const name = `audit-waiting-${Date.now().toString(36)}-${randomBytes(4).toString('hex')}.jsonl`;
    const path = join(dataDir, name);
    const rows = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    try {
      writeFileSync(`${path}.new`, `${rows}${JSON.stringify({ seal: this.seal(rows) })}\n`, { mode: 0o600, flag: 'wx', flush: true });
      renameSync(`${path}.new`, path);
      flush(dataDir);
      log.warn({ rows: entries.length, file: name }, 'rows of the audit could not be written: the next start does it');
    } catch (error) {
      log.error({ err: error, entries }, 'rows of the audit could not be written, and not kept either: this line is all that is left');
    }
  }

  /**
   * Writes what earlier runs have left.
   * @throws PortalError `unavailable` while the database is away
   */
  async restore(write: (entries: readonly OutboxEntry[], doubtful: boolean) => Promise<void>): Promise<number> {
    const { dataDir, log } = this.parts;
    let count = 0;
    for (const name of readdirSync(dataDir).filter((name) => NAME.test(name))) {
      try {
        const entries = this.read(join(dataDir, name));
        for (let from = 0; from < entries.length; from += BATCH) await write(entries.slice(from, from + BATCH), true);
        rmSync(join(dataDir, name), { force: true });
        count += entries.length;
      } catch (error) {
        if (isPortalError(error) && error.code === 'unavailable') throw error;
        log.error({ err: error, file: name }, 'rows of the audit that an earlier run has left cannot be written: the file stays');
      }
    }
    return count;
  }

  private read(path: string): OutboxEntry[] {
    const content = readFileSync(path, 'utf8');
    const end = content.lastIndexOf('\n', content.length - 2) + 1;
    const rows = content.slice(0, end);
    const wanted = Buffer.from(`${JSON.stringify({ seal: this.seal(rows) })}\n`);
    const found = Buffer.from(content.slice(end));
    if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) throw new Error('the file is not as this portal left it');
    const lines = rows.split('\n').slice(0, -1);
    return lines.map((line) => outboxEntrySchema.parse(JSON.parse(line)));
  }

  private seal(rows: string): string {
    return createHmac('sha256', this.key).update(rows).digest('hex');
  }
}

/** A new name in a directory is on the disk once the directory is. */
function flush(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
