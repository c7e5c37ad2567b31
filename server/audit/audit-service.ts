/** Who did what: written by whatever does it, in its own transaction where it has one, and never changed. */

import type { AuditAction, AuditDetail, AuditFilter, AuditFormat, AuditRow } from '../contract/audit';
import type { Page } from '../contract/page';
import { auditFile } from './audit-file';
import { unchained, type AuditQuery, type AuditRepository, type Executor, type NewAuditRow } from './audit-repository';
import type { Outbox } from './outbox';
import type { ConsoleEndEntry } from './outbox-entry';

/** A value of the detail beyond this is cut: what strangers send does not fill the disk. */
const MAX_TEXT = 300;

/** Rows at a time: while they are read, a few ms, no console's bytes move. */
const EXPORT_BATCH = 100;

type Actor = { id: string; name: string };

export interface AuditEntry {
  action: AuditAction;
  actor?: Actor | undefined;
  address?: string | undefined;
  hostId?: string | undefined;
  sessionId?: string | undefined;
  detail?: AuditDetail | undefined;
}

export class AuditService {
  private readonly repository: AuditRepository;
  private readonly outbox: Outbox;
  private readonly now: () => number;

  constructor(parts: { repository: AuditRepository; outbox: Outbox; now?: () => number }) {
    this.repository = parts.repository;
    this.outbox = parts.outbox;
    this.now = parts.now ?? Date.now;
  }

  /**
   * For what is done only if it can be recorded.
   * @param trx the transaction of what is recorded: then the one is not without the other
   */
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
   * For what has happened already. Never fails: what can't be written now waits, with the time that it is now.
   * @param end what the row of a console says of it, written together with this
   * @returns settles once it is written, or has to wait
   */
  happened(entry: AuditEntry, end: ConsoleEndEntry | null = null): Promise<void> {
    return this.outbox.add({ row: unchained(toRow(entry, this.now())), end });
  }

  /** Too much waits to be written: nothing is to begin that will have to be recorded. */
  get behind(): boolean {
    return this.outbox.full;
  }

  /**
   * The newest first.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  list(query: AuditQuery): Promise<Page<AuditRow>> {
    return this.repository.list(query);
  }

  /**
   * Everything that matches, in the order of the chain. That somebody took it with them is recorded, and is not in the file.
   * @returns the file in pieces, read as they are asked for
   */
  async *export(filter: AuditFilter, format: AuditFormat, by: { actor: Actor; address?: string }): AsyncGenerator<string> {
    const { seq: last } = await this.repository.chain.head();
    await this.record({ action: 'audit.export', ...by, detail: { format, ...filterDetail(filter) } });
    yield* auditFile(this.repository.batches(filter, last, EXPORT_BATCH), format);
  }
}

function toRow({ action, actor, address, hostId, sessionId, detail }: AuditEntry, at: number): NewAuditRow {
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

/** What was asked for, as far as it was asked. */
function filterDetail({ action, ...rest }: AuditFilter): AuditDetail {
  const said = { ...rest, ...(action === undefined ? {} : { action: action.join(', ') }) };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as AuditDetail;
}

/** One line of bounded length: a log that is read as text cannot be made to show rows that are not there. Half a character would not come back from the database. */
function clean(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
