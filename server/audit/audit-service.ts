/** Who did what: written by whatever does it, in its own transaction where it has one, and never changed. */

import type { AuditAction, AuditDetail, AuditRow } from '../contract/audit';
import type { Page } from '../contract/page';
import type { AuditQuery, AuditRepository, Executor } from './audit-repository';

/** A value of the detail beyond this is cut: what strangers send does not fill the disk. */
const MAX_TEXT = 300;

export interface AuditEntry {
  action: AuditAction;
  actor?: { id: string; name: string } | undefined;
  address?: string | undefined;
  hostId?: string | undefined;
  sessionId?: string | undefined;
  detail?: AuditDetail | undefined;
}

export class AuditService {
  private readonly repository: AuditRepository;
  private readonly now: () => number;

  constructor(parts: { repository: AuditRepository; now?: () => number }) {
    this.repository = parts.repository;
    this.now = parts.now ?? Date.now;
  }

  /** @param trx the transaction of what is recorded: then the one is not without the other */
  record(entry: AuditEntry, trx?: Executor): Promise<void> {
    return this.recordAll([entry], trx);
  }

  recordAll(entries: AuditEntry[], trx?: Executor): Promise<void> {
    const at = this.now();
    return this.repository.insert(
      entries.map((entry) => toRow(entry, at)),
      trx,
    );
  }

  /**
   * The newest first.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  list(query: AuditQuery): Promise<Page<AuditRow>> {
    return this.repository.list(query);
  }
}

function toRow({ action, actor, address, hostId, sessionId, detail }: AuditEntry, at: number): Omit<AuditRow, 'id'> {
  return {
    at,
    action,
    actorId: actor?.id ?? '',
    actorName: clean(actor?.name ?? ''),
    address: clean(address ?? ''),
    hostId: clean(hostId ?? ''),
    sessionId: sessionId ?? '',
    detail: Object.fromEntries(Object.entries(detail ?? {}).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value])),
  };
}

/** One line of bounded length: a log that is read as text cannot be made to show rows that are not there. */
function clean(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
