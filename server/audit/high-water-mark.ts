/**
 * How far the audit has come, kept outside the database as well: whoever puts an older state of the database back, with its older sealed head,
 * does not put this back. Each process that writes rows has a file of its own in DATA_DIR. The file follows the commits and delays none: it
 * never says more than the database holds, and is behind by a fraction of a second at most.
 */

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '../log';
import type { ChainPlace } from './chain';
import { ChainSeal } from './chain-seal';

const PREFIX = 'audit-mark-';
const NAME = /^audit-mark-[\w.-]+\.json$/;
/** The file that all runs of the command line share. */
export const COMMAND_LINE = 'command-line';
/** Between two writes while rows keep coming: each write is two flushes of the disk. */
const EVERY_MS = 200;
const RETRY_MS = 2000;

const fileSchema = z.object({ seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/), seal: z.string() });

export interface Mark extends ChainPlace {
  /** Name of the file in DATA_DIR. */
  file: string;
}

interface Parts {
  dataDir: string;
  /** Names the file: one for each process that writes. */
  name: string;
  /** The portal's. */
  secret: Buffer;
  log: Pick<Logger, 'error' | 'warn' | 'info'>;
}

/**
 * The marks of every process that uses this directory.
 * @returns `forged`: files whose seal is not the portal's
 */
export function readMarks(dataDir: string, secret: Buffer): { marks: Mark[]; forged: string[] } {
  const seal = new ChainSeal(secret);
  const marks: Mark[] = [];
  const forged: string[] = [];
  for (const file of namesIn(dataDir)) {
    const place = readMark(join(dataDir, file), seal);
    if (place === 'gone') continue;
    if (place === 'forged') forged.push(file);
    else marks.push({ seq: place.seq, hash: place.hash, file });
  }
  return { marks, forged };
}

function namesIn(dataDir: string): string[] {
  try {
    return readdirSync(dataDir).filter((name) => NAME.test(name));
  } catch {
    // No directory, no marks. Whether the directory can be used is checked where it is needed.
    return [];
  }
}

function readMark(path: string, seal: ChainSeal): ChainPlace | 'gone' | 'forged' {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    // Removed meanwhile, or written by a command line that ran as another user.
    return 'gone';
  }
  try {
    const place = fileSchema.parse(JSON.parse(content));
    return seal.holds('outside', place) ? place : 'forged';
  } catch {
    return 'forged';
  }
}

export class HighWaterMark {
  /** The furthest place that the database is known to hold; null: none is known. */
  place: ChainPlace | null;
  /** Whether a file in the directory is not as the portal left it. Told once, in the audit. */
  forged: boolean;
  private readonly path: string;
  private readonly seal: ChainSeal;
  private written: ChainPlace | null = null;
  private running: Promise<void> | null = null;
  private failing = false;
  private stopped = false;
  private wake: () => void = () => undefined;

  constructor(private readonly parts: Parts) {
    const { dataDir, name, secret } = parts;
    this.path = join(dataDir, `${PREFIX}${name}.json`);
    this.seal = new ChainSeal(secret);
    const { marks, forged } = readMarks(dataDir, secret);
    this.forged = forged.length > 0;
    this.place = marks.reduce<ChainPlace | null>((furthest, mark) => (furthest && furthest.seq >= mark.seq ? furthest : mark), null);
    this.written = this.place;
    if (this.forged) parts.log.error({ files: forged }, 'marks of the audit in DATA_DIR are not as the portal left them');
  }

  /** Call it once the row is committed. Never fails. */
  advance({ seq, hash }: ChainPlace): void {
    this.forged = false;
    if (this.place && seq <= this.place.seq) return;
    this.place = { seq, hash };
    this.running ??= this.follow().finally(() => (this.running = null));
  }

  /** Writes what is not written yet, or tries once more. Never fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async follow(): Promise<void> {
    while (this.place && this.place !== this.written) {
      const { place } = this;
      try {
        await this.save(place);
        this.written = place;
        if (this.failing) this.parts.log.info('the mark of the audit in DATA_DIR is written again');
        this.failing = false;
      } catch (error) {
        if (!this.failing) {
          this.parts.log.warn({ err: error }, 'the mark of the audit cannot be written to DATA_DIR: a cut end would be noticed less well');
        }
        this.failing = true;
        if (this.stopped) return;
      }
      if (this.place !== this.written && !this.stopped) await this.pause(this.failing ? RETRY_MS : EVERY_MS);
    }
  }

  /** A new file in the old one's place: a crash leaves the one or the other. */
  private async save({ seq, hash }: ChainPlace): Promise<void> {
    const content = `${JSON.stringify({ seq, hash, seal: this.seal.of('outside', { seq, hash }) })}\n`;
    const draft = `${this.path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
    await flushDirectory(this.parts.dataDir);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
