/** Where the audit goes besides the portal's own table, by configuration. */

import type { AuditSettings } from '../../config/audit-settings';
import type { AuditDestination, AuditKeeping } from '../../contract/audit';
import type { Logger } from '../../log';
import type { AuditChainRepository } from '../chain-repository';
import type { LeaseRepository } from '../lease-repository';
import type { Destination } from './destination';
import { Forwarder } from './forwarder';
import type { ForwardingRepository } from './forwarding-repository';
import { SyslogDestination } from './syslog-destination';
import { WebhookDestination } from './webhook-destination';

interface Parts {
  settings: AuditSettings;
  chain: AuditChainRepository;
  progress: ForwardingRepository;
  leases: LeaseRepository;
  log: Logger;
}

export class AuditForwarding {
  private readonly forwarders: Forwarder[];

  constructor(private readonly parts: Parts) {
    this.forwarders = destinationsOf(parts.settings).map((destination) => new Forwarder({ ...parts, destination }));
  }

  start(): void {
    for (const forwarder of this.forwarders) forwarder.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.forwarders.map((forwarder) => forwarder.stop()));
  }

  /** The last row that has arrived everywhere; null: it is forwarded nowhere. */
  async arrivedEverywhere(): Promise<number | null> {
    if (this.forwarders.length === 0) return null;
    const places = await Promise.all(this.forwarders.map(({ destination }) => this.parts.progress.of(destination.kind)));
    return Math.min(...places.map(({ seq }) => seq));
  }

  async keeping(): Promise<AuditKeeping> {
    const destinations = await Promise.all(this.forwarders.map(({ destination }) => this.stateOf(destination)));
    return { retentionDays: this.parts.settings.auditRetentionDays, destinations };
  }

  private async stateOf({ kind, address }: Destination): Promise<AuditDestination> {
    const { seq, forwarded_at, error, error_at } = await this.parts.progress.of(kind);
    const { head, pruned } = await this.parts.chain.marks();
    const waiting = Math.max(0, (head?.seq ?? 0) - Math.max(seq, pruned?.seq ?? 0));
    return { kind, address, seq, waiting, forwardedAt: forwarded_at, error, errorAt: error_at };
  }
}

function destinationsOf({ auditSyslog, auditWebhook }: AuditSettings): Destination[] {
  return [...(auditSyslog ? [new SyslogDestination(auditSyslog)] : []), ...(auditWebhook ? [new WebhookDestination(auditWebhook)] : [])];
}
