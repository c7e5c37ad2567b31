/** Deletes what is older than the configured days, from the chain's beginning on. */

import type { Logger } from '../log';
import type { AuditService } from './audit-service';
import { cutBefore, hashOf, type ChainPlace } from './chain';
import type { AuditChainRepository } from './chain-repository';
import type { LeaseRepository } from './lease-repository';

const DAY_MS = 24 * 60 * 60_000;
const EVERY_MS = 60 * 60_000;
/** Soon after the start, but not while everybody comes back after a restart. */
const FIRST_MS = 60_000;
const LEASE_MS = 10 * 60_000;
const LEASE = 'audit-retention';
/** Rows that are deleted at a time: others write in between. */
const BATCH = 1000;
/** What has not been forwarded waits for so much longer; then it goes nevertheless, or a dead collector would fill the disk. */
const PATIENCE_MS = 30 * DAY_MS;

/** As the audit names the portal itself. */
const portalItself = { id: '', name: 'the portal' };

interface Parts {
  /** null: rows are kept for good. */
  days: number | null;
  audit: AuditService;
  chain: AuditChainRepository;
  leases: LeaseRepository;
  /** The last row that has arrived wherever the audit is forwarded to; null: it is not forwarded. */
  forwarded: () => Promise<number | null>;
  log: Pick<Logger, 'error' | 'info' | 'warn'>;
  now?: () => number;
}

export class AuditRetention {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: Parts) {}

  start(): void {
    if (this.parts.days !== null) this.schedule(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  /** @returns how many rows were deleted */
  async prune(): Promise<number> {
    const { days, chain, leases, audit, now = Date.now } = this.parts;
    if (days === null || !(await leases.hold(LEASE, LEASE_MS))) return 0;
    const { pruned } = await chain.marks();
    if (!pruned || !chain.isSealed('pruned', pruned)) return this.refuse(pruned?.seq ?? 0);
    const forwarded = await this.parts.forwarded();
    const upTo = await this.lastOld(pruned, now() - days * DAY_MS, forwarded);
    if (upTo <= pruned.seq) return 0;
    const unforwarded = forwarded === null ? 0 : Math.max(0, upTo - Math.max(forwarded, pruned.seq));
    const detail = { rows: upTo - pruned.seq, upTo, ...(unforwarded === 0 ? {} : { unforwarded }) };
    // Before it is done: should the process end in the middle, it is still recorded.
    await audit.record({ action: 'audit.prune', actor: portalItself, detail });
    let rows = 0;
    for (let seq = pruned.seq; seq < upTo && !this.stopped;) {
      seq = Math.min(seq + BATCH, upTo);
      rows += await chain.prune(seq);
    }
    this.parts.log.info(detail, 'the audit was pruned');
    return rows;
  }

  /** The chain is looked at on the way: rows that show that somebody changed them are not deleted, for they are the evidence. */
  private async lastOld(from: ChainPlace, before: number, forwarded: number | null): Promise<number> {
    let last = from;
    for (;;) {
      const rows = await this.parts.chain.rowsAfter(last.seq, BATCH);
      for (const row of rows) {
        const patient = forwarded !== null && row.seq > forwarded ? PATIENCE_MS : 0;
        if (row.at >= before - patient) return last.seq;
        const follows = row.seq === last.seq + 1 && hashOf(last.hash, row.seq, row) === row.hash;
        if (!follows && cutBefore(last, row) === null) return this.refuse(last.seq + 1, last.seq);
        last = { seq: row.seq, hash: row.hash };
      }
      if (rows.length < BATCH) return last.seq;
    }
  }

  private refuse(seq: number, upTo = 0): number {
    this.parts.log.error({ seq }, 'the audit is not pruned beyond a row that was tampered with: run "portal audit verify"');
    return upTo;
  }

  private schedule(ms: number): void {
    this.timer = setTimeout(() => {
      this.running = this.prune()
        .catch((error: unknown) => this.parts.log.warn({ err: error }, 'the audit could not be pruned: it is tried again in an hour'))
        .then(() => {
          if (!this.stopped) this.schedule(EVERY_MS);
        });
    }, ms);
    this.timer.unref();
  }
}
