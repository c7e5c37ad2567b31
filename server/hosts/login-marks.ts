/**
 * How many connections without a login the tests of a host have made, in a file that the server and the command line share: TigerVNC counts
 * them by address, whichever process made them, and after five refuses everybody.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Two fewer than TigerVNC allows, for whoever opens a console meanwhile. */
const MAX_MARKS = 3;
/** After so long the server is tried again, once; TigerVNC lets one through after some seconds. */
const KEPT_MS = 10 * 60_000;

const markSchema = z.object({ updatedAt: z.number(), at: z.number(), count: z.number(), asked: z.boolean() });
const fileSchema = z.record(z.string(), markSchema);
type Mark = z.infer<typeof markSchema>;

export class LoginMarks {
  constructor(
    private readonly path: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Why a test should not connect now; null when it may. What somebody changed since counts anew. */
  why({ id, updatedAt }: { id: string; updatedAt: number }): 'asked' | 'too_many' | null {
    const mark = this.read()[id];
    if (mark?.updatedAt !== updatedAt) return null;
    if (mark.asked) return 'asked';
    return mark.count >= MAX_MARKS ? 'too_many' : null;
  }

  /** @param asked whether the server asked for credentials that are not stored: asking again would tell the same */
  add({ id, updatedAt }: { id: string; updatedAt: number }, asked: boolean): void {
    const marks = this.read();
    const before = marks[id]?.updatedAt === updatedAt ? marks[id].count : 0;
    this.write({ ...marks, [id]: { updatedAt, at: this.now(), count: before + 1, asked } });
  }

  forget({ id }: { id: string }): void {
    const { [id]: gone, ...rest } = this.read();
    if (gone) this.write(rest);
  }

  /** A file that is not there, or damaged, is an empty one: it only spares servers. */
  private read(): Record<string, Mark> {
    try {
      const marks = fileSchema.parse(JSON.parse(readFileSync(this.path, 'utf8')));
      return Object.fromEntries(Object.entries(marks).filter(([, { at }]) => this.now() - at < KEPT_MS));
    } catch {
      return {};
    }
  }

  private write(marks: Record<string, Mark>): void {
    const draft = `${this.path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(marks), { mode: 0o600 });
    renameSync(draft, this.path);
  }
}

/** Of this data directory: the server's and the command line's. */
export function loginMarks({ dataDir }: { dataDir: string }): LoginMarks {
  return new LoginMarks(join(dataDir, 'login-marks.json'));
}
