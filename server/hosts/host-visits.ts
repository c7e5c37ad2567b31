/** When each person last opened each host, for their list. Nobody waits for it, so what comes close together is written in one statement. */

import type { Logger } from '../log';

export interface HostVisit {
  userId: string;
  hostId: string;
  /** ms since 1970 UTC. */
  at: number;
}

/** Who goes back to the list finds it there, and a thousand consoles that open at once cost one write. */
const GATHER_MS = 300;

interface Parts {
  /** A host or person that is removed at this moment is not missed. */
  write: (visits: readonly HostVisit[]) => Promise<void>;
  log: Pick<Logger, 'warn'>;
  now?: () => number;
}

export class HostVisits {
  private readonly waiting = new Map<string, HostVisit>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  opened(userId: string, hostId: string): void {
    this.waiting.set(`${userId} ${hostId}`, { userId, hostId, at: (this.parts.now ?? Date.now)() });
    this.timer ??= setTimeout(() => this.write(), GATHER_MS);
  }

  /** Writes what still waits. */
  async stop(): Promise<void> {
    if (this.timer) this.write();
    await this.writing;
  }

  private write(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    // In the same order everywhere: two processes that write the same rows don't wait for each other.
    const visits = [...this.waiting].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, visit]) => visit);
    this.waiting.clear();
    this.writing = this.writing
      .then(() => this.parts.write(visits))
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'could not note the opened hosts'));
  }
}
