/** The chain of the audit: each row's hash covers the row and the hash before it, so that no row can be changed, left out or put in between. */

import { createHash } from 'node:crypto';
import type { AuditTable } from '../db/schema';

/** A place in the chain. */
export interface ChainPlace {
  /** Rows count from 1; 0 is before the first. */
  seq: number;
  /** SHA-256 in hexadecimal. */
  hash: string;
}

export type UnchainedRow = Omit<AuditTable, 'seq' | 'hash'>;

/** Before the first row. */
export const GENESIS: ChainPlace = { seq: 0, hash: '0'.repeat(64) };

/**
 * SHA-256 over the 32 bytes of the hash before and the row as JSON: a list of its columns as they are stored, in this order, in UTF-8 and
 * without blanks. Written down so that whoever holds an export or what was forwarded can compute it too; it never changes.
 */
export function hashOf(before: string, seq: number, row: UnchainedRow): string {
  const { id, at, action, actor_id, actor_name, address, host_id, session_id, detail } = row;
  const columns = [seq, id, at, action, actor_id, actor_name, address, host_id, session_id, detail];
  return createHash('sha256').update(Buffer.from(before, 'hex')).update(JSON.stringify(columns)).digest('hex');
}

/** @returns the rows in their places, and the last of these, which the next row follows */
export function chained(after: ChainPlace, rows: readonly UnchainedRow[]): { rows: AuditTable[]; last: ChainPlace } {
  let last = after;
  const placed = rows.map((row) => {
    const seq = last.seq + 1;
    last = { seq, hash: hashOf(last.hash, seq, row) };
    return { ...row, ...last };
  });
  return { rows: placed, last };
}

/**
 * A row that the portal wrote after it had found the end cut off: the chain goes on from the place that it had reached before, so that no number
 * is given twice.
 * @returns the last row that is missing; null when the row does not explain why the chain goes on with it
 */
export function cutBefore(last: ChainPlace, row: AuditTable): number | null {
  if (row.action !== 'audit.broken' || row.seq <= last.seq + 1) return null;
  try {
    const { seq, upTo, hash } = JSON.parse(row.detail) as Record<string, unknown>;
    if (seq !== last.seq || upTo !== row.seq - 1 || typeof hash !== 'string') return null;
    return hashOf(hash, row.seq, row) === row.hash ? upTo : null;
  } catch {
    return null;
  }
}
