/** Consoles that end on paper because their process can't say how, with the audit rows that it can't write. */

import type { AuditEntry, AuditService } from '../audit/audit-service';
import { ABNORMAL, PAPER_BATCH, type NodeRepository, type PaperConsole } from './node-repository';

interface Parts {
  nodes: NodeRepository;
  audit: Pick<AuditService, 'recordAll'>;
  now: () => number;
}

/**
 * All that there are, some at a time.
 * @returns how many
 */
export async function endOnPaper({ nodes, audit, now }: Parts, of: { node: string } | 'lost', reason: string): Promise<number> {
  for (let count = 0; ;) {
    const ended = await nodes.transaction(async (nodes, trx) => {
      // A node that comes back at this moment comes before, or after.
      await nodes.alone();
      const at = now();
      const ended = await nodes.endConsoles(of, { at, reason });
      const entries = ended.map((console) => entryOf('console.end', console, { code: ABNORMAL, reason, ms: at - console.started_at }));
      if (entries.length > 0) await audit.recordAll(entries, trx);
      return ended.length;
    });
    count += ended;
    if (ended < PAPER_BATCH) return count;
  }
}

export function entryOf(action: 'console.end' | 'console.return', console: PaperConsole, detail: AuditEntry['detail']): AuditEntry {
  return {
    action,
    actor: { id: console.user_id, name: console.user_name },
    address: console.address,
    hostId: console.host_id,
    sessionId: console.id,
    detail,
  };
}
