import { z } from 'zod';
import { auditRowSchema, type auditQuerySchema, type AuditRow } from '../contract/audit';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { sortableId } from '../db/ids';
import type { AuditTable } from '../db/schema';
import type { Executor } from '../db/transaction';

/** A transaction of another subject, in which a row is written too. */
export type { Executor } from '../db/transaction';

export type AuditQuery = z.output<typeof auditQuerySchema>;

/** A page begins after the row of this time and id. */
const placeSchema = z.tuple([z.int(), z.string()]);

/** Rows a statement: a database takes so many values in one. */
const BATCH = 500;

export class AuditRepository {
  constructor(private readonly db: Database) {}

  async insert(rows: Omit<AuditRow, 'id'>[], trx: Executor = this.db): Promise<void> {
    for (let from = 0; from < rows.length; from += BATCH) {
      await trx
        .insertInto('audit')
        .values(rows.slice(from, from + BATCH).map(toTable))
        .execute();
    }
  }

  /**
   * The newest first.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  async list(filter: AuditQuery): Promise<Page<AuditRow>> {
    const after = readCursor(filter.cursor, placeSchema);
    let query = this.db.selectFrom('audit').selectAll();
    if (filter.actor !== undefined) query = query.where('actor_name', '=', filter.actor);
    if (filter.action !== undefined) query = query.where('action', '=', filter.action);
    if (filter.host !== undefined) query = query.where('host_id', '=', filter.host);
    if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
    if (filter.to !== undefined) query = query.where('at', '<=', filter.to);
    if (after !== null) {
      const [at, id] = after;
      query = query.where((expression) =>
        expression.or([expression('at', '<', at), expression.and([expression('at', '=', at), expression('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute();
    return cutPage(rows.map(fromTable), filter.limit, (row) => [row.at, row.id]);
  }
}

function toTable(row: Omit<AuditRow, 'id'>): AuditTable {
  return {
    id: sortableId(row.at),
    at: row.at,
    action: row.action,
    actor_id: row.actorId,
    actor_name: row.actorName,
    address: row.address,
    host_id: row.hostId,
    session_id: row.sessionId,
    detail: JSON.stringify(row.detail),
  };
}

function fromTable(row: AuditTable): AuditRow {
  return auditRowSchema.parse({
    id: row.id,
    at: row.at,
    action: row.action,
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address,
    hostId: row.host_id,
    sessionId: row.session_id,
    detail: JSON.parse(row.detail) as unknown,
  });
}
