import type { SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import {
  auditRowSchema,
  type AuditAction,
  type AuditDetail,
  type AuditFilter,
  type auditQuerySchema,
  type AuditRow,
} from '../contract/audit';
import type { Page } from '../contract/page';
import { cutPage, readCursor } from '../db/cursor';
import type { Database } from '../db/database';
import { sortableId } from '../db/ids';
import type { AuditTable, Schema } from '../db/schema';
import { beforeCommit, type Executor } from '../db/transaction';
import { WriteBatch } from '../db/write-batch';
import type { UnchainedRow } from './chain';
import { AuditChainRepository, type ChainParts } from './chain-repository';

/** A transaction of another subject, in which a row is written too. */
export type { Executor } from '../db/transaction';

export type AuditQuery = z.output<typeof auditQuerySchema>;
export type NewAuditRow = Omit<AuditRow, 'id' | 'seq' | 'hash'>;

/** A page begins after the row of this time and id. */
const placeSchema = z.tuple([z.int(), z.string()]);

export class AuditRepository {
  readonly chain: AuditChainRepository;
  private readonly db: Database;
  private readonly writes: WriteBatch;
  /** What transactions that go on have to write. */
  private readonly pending = new WeakMap<Executor, UnchainedRow[]>();

  constructor(parts: ChainParts) {
    this.db = parts.db;
    this.writes = new WriteBatch(parts.db);
    this.chain = new AuditChainRepository(parts);
  }

  /**
   * The chain has one end, which only one transaction at a time can go on from: rows are written as the last thing before the commit, and
   * rows without a transaction of their own share one.
   * @param trx in which the rows are written at its end
   */
  async insert(rows: NewAuditRow[], trx?: Executor): Promise<void> {
    const first = rows.map(unchained);
    if (trx) {
      this.place(first, trx);
      return;
    }
    await this.writes.add((shared) => {
      this.place(first, shared);
      return Promise.resolve();
    });
  }

  private place(rows: UnchainedRow[], trx: Executor): void {
    const pending = this.pending.get(trx);
    if (pending) {
      pending.push(...rows);
      return;
    }
    const first = [...rows];
    this.pending.set(trx, first);
    beforeCommit(trx, async () => {
      this.pending.delete(trx);
      await this.chain.append(first, trx);
    });
  }

  /**
   * The newest first.
   * @throws PortalError `invalid` for a cursor that is none of ours
   */
  async list(filter: AuditQuery): Promise<Page<AuditRow>> {
    const after = readCursor(filter.cursor, placeSchema);
    let query = matching(this.db.selectFrom('audit'), filter);
    if (after !== null) {
      const [at, id] = after;
      query = query.where((expression) =>
        expression.or([expression('at', '<', at), expression.and([expression('at', '=', at), expression('id', '<', id)])]),
      );
    }
    const rows = await query
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute();
    return cutPage(rows.map(fromTable), filter.limit, (row) => [row.at, row.id]);
  }

  /** What matches up to a row, in the order of the chain. */
  async *batches(filter: AuditFilter, last: number, size: number): AsyncGenerator<AuditRow[]> {
    for (let after = 0; ;) {
      const rows = await matching(this.db.selectFrom('audit'), filter)
        .selectAll()
        .where('seq', '>', after)
        .where('seq', '<=', last)
        .orderBy('seq')
        .limit(size)
        .execute();
      if (rows.length > 0) yield rows.map(fromTable);
      if (rows.length < size) return;
      after = rows.at(-1)!.seq;
    }
  }
}

type Rows = SelectQueryBuilder<Schema, 'audit', object>;

function matching(query: Rows, { actor, actorId, action, host, from, to }: AuditFilter): Rows {
  let found = query;
  if (actor !== undefined) found = found.where('actor_name', '=', actor);
  if (actorId !== undefined) found = found.where('actor_id', '=', actorId);
  if (action !== undefined) found = found.where('action', 'in', action);
  if (host !== undefined) found = found.where('host_id', '=', host);
  if (from !== undefined) found = found.where('at', '>=', from);
  if (to !== undefined) found = found.where('at', '<=', to);
  return found;
}

/** As it is stored, but for its place in the chain. */
export function unchained(row: NewAuditRow): UnchainedRow {
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

/** What somebody made of a row behind the portal's back must not keep the others from being read or forwarded. */
export function fromTable(row: AuditTable): AuditRow {
  return {
    id: row.id,
    seq: row.seq,
    hash: row.hash,
    at: row.at,
    action: row.action as AuditAction,
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address,
    hostId: row.host_id,
    sessionId: row.session_id,
    detail: readDetail(row.detail),
  };
}

function readDetail(text: string): AuditDetail {
  try {
    return auditRowSchema.shape.detail.parse(JSON.parse(text));
  } catch {
    return { unreadable: text };
  }
}
