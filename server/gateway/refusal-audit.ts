/** Refusals, in the audit table and for the page that was refused. */

import type { AuditEntry, AuditService } from '../audit/audit-service';
import type { Authenticator } from '../auth/authenticator';
import type { Identity } from '../auth/identity';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import { RefusalBudget, type RefusalSum } from './refusal-budget';
import { attemptEnd, type Refusal } from './refusals';
import type { UpgradeRequest } from './upgrade';

interface Parts {
  audit: AuditService;
  authenticator: Authenticator;
  attempts: Attempts;
  /** For the page's question may reach another process. */
  attemptWritten: (id: string) => Promise<void> | undefined;
  log: Logger;
  now?: () => number;
  ticks?: () => number;
}

export class RefusalAudit {
  private readonly budget: RefusalBudget<AuditEntry>;

  constructor(private readonly parts: Parts) {
    const { audit, now, ticks } = parts;
    this.budget = new RefusalBudget({
      record: (sum) => void audit.happened(summed(sum)),
      ...(now ? { now } : {}),
      ...(ticks ? { ticks } : {}),
    });
  }

  /** Records what is counted and not recorded yet. */
  stop(): void {
    this.budget.stop();
  }

  /** Keeps the reason for the page that made the attempt. Never fails. */
  async tell(upgrade: UpgradeRequest, known: Identity | undefined, refusal: Refusal): Promise<void> {
    if (upgrade.attemptId === null) return;
    const identity = known ?? (refusal.code === 'foreign_origin' ? await this.identify(upgrade) : null);
    if (!identity) return;
    this.parts.attempts.set(upgrade.attemptId, identity.user.id, { state: 'refused', ...attemptEnd(refusal) });
    await this.parts.attemptWritten(upgrade.attemptId);
  }

  async record(upgrade: UpgradeRequest, identity: Identity | undefined, refusal: Refusal): Promise<void> {
    const { audit, log } = this.parts;
    const { hostId, client } = upgrade;
    log.info(
      {
        host: hostId,
        address: client.address,
        user: identity?.user.name,
        status: refusal.status,
        code: refusal.code,
        detail: refusal.detail,
      },
      'console refused',
    );
    const entry: AuditEntry = {
      action: 'console.refuse',
      ...(identity ? { actor: { id: identity.user.id, name: identity.user.name } } : {}),
      address: client.address,
      hostId,
      detail: { status: refusal.status, code: refusal.recorded },
    };
    if (this.budget.take(identity?.user.id ?? '', refusal.recorded, entry)) await audit.happened(entry);
  }

  /** The Origin is checked before the person is known; the page of a wrongly configured portal still has to learn why. */
  private async identify({ cookie, authorization, client }: UpgradeRequest): Promise<Identity | null> {
    const { person, address } = client;
    const headers = { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}), person, address };
    return this.parts.authenticator.identify(headers, client.secure).catch(() => null);
  }
}

/** Other addresses and hosts may be among them. */
function summed({ first, count, from, to }: RefusalSum<AuditEntry>): AuditEntry {
  return { ...first, address: '', hostId: '', detail: { ...first.detail, count, from, to } };
}
