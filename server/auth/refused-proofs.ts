/**
 * Wrong passkeys, wrong setup codes and refused identity tokens, in the audit. Anybody can send them at any rate, so that rows are limited:
 * what exceeds the limits is counted, and the count is a row at the end of the window.
 */

import type { AuditService } from '../audit/audit-service';
import { networkOf } from '../config/networks';
import type { AuditDetail } from '../contract/audit';

const WINDOW_MS = 10 * 60_000;
/** Of one network: enough to see what is tried. */
const MAX_OF_NETWORK = 10;
/** Of all in a window of a process: some 30,000 rows a day at most, whoever has however many addresses. */
const MAX_ROWS = 200;

export interface RefusedProof {
  reason: 'wrong passkey' | 'wrong setup code' | 'refused identity token';
  address: string;
  /** Whose proof it would have been, where that is known. */
  user?: string;
  provider?: string;
  /** What was wrong with it. */
  cause?: string;
}

interface Parts {
  audit: AuditService;
  /** ms of a clock that is never set. */
  elapsed?: () => number;
}

export class RefusedProofs {
  private readonly elapsed: () => number;
  private until = -Infinity;
  private rows = 0;
  private skipped = 0;
  private readonly ofNetwork = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: Parts) {
    this.elapsed = parts.elapsed ?? (() => performance.now());
  }

  /** @returns settles once it is written, or counted */
  async record({ address, ...detail }: RefusedProof): Promise<void> {
    if (this.elapsed() >= this.until) await this.begin();
    const network = networkOf(address);
    const before = this.ofNetwork.get(network) ?? 0;
    if (before >= MAX_OF_NETWORK || this.rows >= MAX_ROWS) {
      this.skipped++;
      return;
    }
    // No more networks than rows are remembered.
    this.ofNetwork.set(network, before + 1);
    this.rows++;
    await this.write({ ...detail }, address);
  }

  private async begin(): Promise<void> {
    clearTimeout(this.timer);
    this.until = this.elapsed() + WINDOW_MS;
    // The count does not wait for the next refusal, and does not keep the process alive.
    this.timer = setTimeout(() => void this.tellSkipped(), WINDOW_MS).unref();
    await this.tellSkipped();
    this.rows = 0;
    this.ofNetwork.clear();
  }

  private async tellSkipped(): Promise<void> {
    const count = this.skipped;
    this.skipped = 0;
    if (count > 0) await this.write({ reason: 'more refused proofs', count }, '');
  }

  private write(detail: AuditDetail, address: string): Promise<void> {
    return this.parts.audit.happened({ action: 'login.failure', address, detail });
  }
}
