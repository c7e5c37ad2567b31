/**
 * Finds the processes that tell no more of themselves, and ends their consoles on paper. Nobody's clock is compared with another's: a process
 * is lost when this one has seen its count stand still for some time.
 */

import type { AuditService } from '../audit/audit-service';
import type { Logger } from '../log';
import type { NodeRepository, StoredNode } from './node-repository';
import { endOnPaper } from './paper-ends';

/** Three signs of life that did not come. */
export const LOST_MS = 6000;
/** Between two looks: after longer, it is this process that was away. */
const BLIND_MS = 5000;
/** Whoever could not read the database knows nothing of others, who could not write it; they may need as long as a query to notice that it is back. */
const AFTER_BLIND_MS = 20_000;
export const NODE_SILENT = 'its node stopped answering';
/** As the audit names the portal itself. */
export const portalItself = { id: '', name: 'the portal' };

interface Parts {
  own: string;
  nodes: NodeRepository;
  audit: Pick<AuditService, 'record' | 'recordAll'>;
  log: Pick<Logger, 'warn'>;
  now: () => number;
  /** ms that pass evenly, from any start. */
  ticks?: () => number;
}

export class NodeWatch {
  private readonly seen = new Map<string, { beat: number; since: number }>();
  private lookedAt: number | null = null;
  private notBefore = 0;
  private readonly ticks: () => number;

  constructor(private readonly parts: Parts) {
    this.ticks = parts.ticks ?? (() => performance.now());
  }

  /** @throws PortalError `unavailable`; then nobody is lost for some time */
  async look(): Promise<void> {
    const { nodes } = this.parts;
    let found: StoredNode[];
    try {
      found = await nodes.all();
    } catch (error) {
      this.blind();
      throw error;
    }
    const at = this.ticks();
    if (this.lookedAt !== null && at - this.lookedAt > BLIND_MS) this.blind();
    this.lookedAt = at;
    for (const node of found) if (this.isSilent(node, at)) await this.lose(node);
    for (const id of this.seen.keys()) if (!found.some((node) => node.id === id)) this.seen.delete(id);
    // Also those that another process has found, should that one have died over it.
    if (found.some(({ state }) => state === 'lost')) await this.endConsoles();
  }

  /** The database could not be used: who did not tell of itself may have been no better off. */
  blind(): void {
    this.seen.clear();
    this.lookedAt = null;
    this.notBefore = this.ticks() + AFTER_BLIND_MS;
  }

  private isSilent({ id, beat, state }: StoredNode, at: number): boolean {
    if (id === this.parts.own || state === 'lost') return false;
    const before = this.seen.get(id);
    if (before?.beat !== beat) {
      this.seen.set(id, { beat, since: at });
      return false;
    }
    return at - before.since >= LOST_MS && at >= this.notBefore;
  }

  private async lose(node: StoredNode): Promise<void> {
    const { nodes, audit, log } = this.parts;
    const { id, machine, worker } = node;
    const first = await nodes.transaction(async (nodes, trx) => {
      await nodes.alone();
      if (!(await nodes.lose(node))) return false;
      await audit.record({ action: 'node.lost', actor: portalItself, detail: { node: id, machine, worker } }, trx);
      return true;
    });
    if (!first) return;
    log.warn({ node: id, machine, nodeWorker: worker }, 'a process of the portal stopped answering: its consoles are marked as ended');
    await this.endConsoles();
  }

  private async endConsoles(): Promise<void> {
    await endOnPaper(this.parts, 'lost', NODE_SILENT);
  }
}
