/** Refusals, in the audit table and for the page that was refused. */

import type { AuditService } from '../audit/audit-service';
import type { Authenticator } from '../auth/authenticator';
import type { Identity } from '../auth/identity';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import { attemptEnd, type Refusal } from './refusals';
import type { UpgradeRequest } from './upgrade';

/** Anybody can make refused requests by the thousand; those of nobody known are audited up to this many a minute, the rest only logged. */
const MAX_ANONYMOUS_A_MINUTE = 60;
const MINUTE_MS = 60_000;

export class RefusalAudit {
  private minute = 0;
  private count = 0;

  constructor(
    private readonly parts: {
      audit: AuditService;
      authenticator: Authenticator;
      attempts: Attempts;
      /** For the page's question may reach another process. */
      attemptWritten: (id: string) => Promise<void> | undefined;
      log: Logger;
    },
    private readonly now: () => number = Date.now,
  ) {}

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
    if (!identity && !this.room()) return;
    await audit.happened({
      action: 'console.refuse',
      ...(identity ? { actor: { id: identity.user.id, name: identity.user.name } } : {}),
      address: client.address,
      hostId,
      detail: { status: refusal.status, code: refusal.recorded },
    });
  }

  /** The Origin is checked before the person is known; the page of a wrongly configured portal still has to learn why. */
  private async identify({ cookie, authorization, client }: UpgradeRequest): Promise<Identity | null> {
    const { person, address } = client;
    const headers = { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}), person, address };
    return this.parts.authenticator.identify(headers, client.secure).catch(() => null);
  }

  private room(): boolean {
    const minute = Math.floor(this.now() / MINUTE_MS);
    if (minute !== this.minute) [this.minute, this.count] = [minute, 0];
    return ++this.count <= MAX_ANONYMOUS_A_MINUTE;
  }
}
