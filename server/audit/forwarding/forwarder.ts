/** Brings the audit to one place outside. The audit itself is the queue: what is not there yet waits in it, over restarts too. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../log';
import { fromTable } from '../audit-repository';
import type { AuditChainRepository } from '../chain-repository';
import type { LeaseRepository } from '../lease-repository';
import { DestinationError, type Destination } from './destination';
import type { ForwardingRepository } from './forwarding-repository';

/** How soon a new row is seen. */
const LOOK_MS = 1000;
/** Longer than a batch may take, so that two portals do not send the same. */
const LEASE_MS = 30_000;
/** After a failure; doubled with each further one, up to the most, and never at the same time as the other portals. */
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 5 * 60_000;
const JITTER = 0.5;

interface Parts {
  destination: Destination;
  chain: AuditChainRepository;
  progress: ForwardingRepository;
  leases: LeaseRepository;
  log: Pick<Logger, 'warn' | 'info'>;
  now?: () => number;
}

export class Forwarder {
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failures = 0;

  constructor(private readonly parts: Parts) {}

  get destination(): Destination {
    return this.parts.destination;
  }

  start(): void {
    this.running = this.run();
  }

  /** What is on its way and has not arrived is sent again after the next start. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
    this.parts.destination.close();
    await this.parts.leases.release(this.lease).catch(() => undefined);
  }

  private get lease(): string {
    return `audit-${this.parts.destination.kind}`;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const wait = await this.turn(signal).then(
        (more) => this.succeeded(more),
        (error: unknown) => this.failed(error),
      );
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** @returns whether there is more */
  private async turn(signal: AbortSignal): Promise<boolean> {
    const { destination, chain, progress, leases, now = Date.now } = this.parts;
    if (!(await leases.hold(this.lease, LEASE_MS))) {
      destination.close();
      return false;
    }
    const { seq } = await progress.of(destination.kind);
    const rows = await chain.rowsAfter(seq, destination.batch);
    const last = rows.at(-1);
    if (!last) return false;
    await destination.send(rows.map(fromTable), signal);
    await progress.advance(destination.kind, last.seq, now());
    if (this.failures > 0) this.parts.log.info({ destination: destination.kind }, 'the audit is forwarded again');
    this.failures = 0;
    return rows.length === destination.batch;
  }

  private succeeded(more: boolean): number {
    return more ? 0 : LOOK_MS;
  }

  private async failed(error: unknown): Promise<number> {
    if (this.stopped.signal.aborted) return 0;
    const { destination, progress, log, now = Date.now } = this.parts;
    const why = error instanceof DestinationError ? error.message : 'the database could not be asked';
    // Once, and not each time that it is tried again.
    if (this.failures === 0) log.warn({ destination: destination.kind, why }, 'the audit cannot be forwarded: it is tried again');
    this.failures++;
    await progress.failed(destination.kind, why, now()).catch(() => undefined);
    const wait = Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 1), MAX_PAUSE_MS);
    return wait * (1 - JITTER / 2 + JITTER * Math.random());
  }
}
