/** Walks the chain and says where it breaks first, and what was done there as far as the rows tell. */

import type { AuditTable } from '../db/schema';
import { cutBefore, GENESIS, hashOf, type ChainPlace } from './chain';
import type { AuditChainRepository } from './chain-repository';

export type ChainFault =
  /** A row is not what it was when it was written. */
  | 'changed'
  /** One or more rows are gone: in the middle, or at the end. */
  | 'missing'
  /** A row was put in between, or after the last. */
  | 'inserted'
  /** Two rows have changed places. */
  | 'order'
  /** Every hash is right, and still the end is not the one that the portal sealed: the chain was computed anew, or the secret is another one. */
  | 'head'
  /** The mark of what was pruned does not bear the portal's seal. */
  | 'pruned'
  /** The portal itself found its head changed at some time, and said so in this row. */
  | 'broken'
  /** A place that somebody noted is not in the chain: it was computed anew, or set back to an older state. */
  | 'noted'
  /** Rows up to `upTo` are missing at the end: a mark outside the database names a later one. */
  | 'cut'
  /** The row that a mark outside the database names is another one now: the chain was computed anew, or set back and gone on with. */
  | 'marked'
  /** A mark outside the database does not bear the portal's seal. */
  | 'mark';

export interface Fault {
  kind: ChainFault;
  /** The first row that is wrong. */
  seq: number;
  /** The last one that is missing, where more than one may be. */
  upTo?: number;
}

export interface ChainReport {
  /** Rows that were looked at. */
  rows: number;
  /** Where the chain ends; with its hash it can be noted outside, and asked for at the next time. */
  head: ChainPlace;
  /** Rows before this one, and it too, were pruned. 0: none. */
  pruned: number;
  /** The first place that is wrong; null: none. */
  fault: Fault | null;
  /** Marks outside the database that the chain was compared with, and the furthest place that they name; 0: none. */
  marks: number;
  marked: number;
}

/** Rows in memory at a time. */
const BATCH = 1000;

export interface VerifyOptions {
  /** A place that the chain was seen at before. */
  noted?: ChainPlace;
  /** Reads what stands outside the database: asked before the chain's end is read, which is further on then. */
  outside?: () => { marks: readonly ChainPlace[]; forged: readonly string[] };
  /** Told now and then how many rows were looked at, and of how many. */
  progress?: (rows: number, of: number) => void;
}

export async function verifyChain(chain: AuditChainRepository, { noted, outside, progress }: VerifyOptions = {}): Promise<ChainReport> {
  const { marks, forged } = outside?.() ?? { marks: [], forged: [] };
  const { head, pruned } = await chain.marks();
  const end = head ?? GENESIS;
  const beginning = pruned ?? GENESIS;
  const walk = new Walk(beginning, noted, marks);
  const report = (fault: ChainReport['fault']): ChainReport => ({
    rows: walk.rows,
    head: { seq: end.seq, hash: end.hash },
    pruned: walk.beginning.seq,
    fault,
    marks: marks.length,
    marked: Math.max(0, ...marks.map(({ seq }) => seq)),
  });

  if (!pruned || !chain.isSealed('pruned', pruned)) return report({ kind: 'pruned', seq: beginning.seq });
  for (;;) {
    const rows = await chain.rowsAfter(walk.last.seq, BATCH);
    const older = rows.filter(({ seq }) => seq <= end.seq);
    let fault = walk.step(older);
    if (fault?.kind === 'missing') {
      // Retention may have come by meanwhile: then the chain begins further on.
      const now = (await chain.marks()).pruned;
      if (now && now.seq >= fault.seq && chain.isSealed('pruned', now)) {
        walk.restart(now);
        continue;
      }
      fault = await walk.explainGap(chain, fault);
    }
    if (fault) return report(fault);
    progress?.(walk.rows, end.seq - walk.beginning.seq);
    if (older.length < BATCH) break;
  }
  const fault = (await endFault(chain, walk, end)) ?? walk.markFault(end) ?? walk.remembered;
  return report(fault ?? (forged.length > 0 ? { kind: 'mark', seq: end.seq } : null));
}

async function endFault(chain: AuditChainRepository, walk: Walk, end: ChainPlace): Promise<ChainReport['fault']> {
  const { last } = walk;
  if (last.seq < end.seq) {
    const { pruned } = await chain.marks();
    if (!pruned || pruned.seq < end.seq) return { kind: 'missing', seq: last.seq + 1 };
  }
  const { head, newest } = await chain.marks();
  if (!head || !chain.isSealed('head', head)) return { kind: 'head', seq: head?.seq ?? newest };
  if (last.seq === end.seq && last.hash !== end.hash) return { kind: 'head', seq: end.seq };
  if (newest > head.seq) return { kind: 'inserted', seq: head.seq + 1 };
  return walk.notedFault();
}

/** How far the chain holds. */
class Walk {
  rows = 0;
  last: ChainPlace;
  /** What the portal wrote about an earlier break: told when there is nothing worse. */
  remembered: ChainReport['fault'] = null;
  private before: ChainPlace = GENESIS;
  private notedSeen = false;
  private readonly marksSeen = new Set<ChainPlace>();
  /** Rows that are known to be missing, first and last: the portal has said so. */
  private readonly cuts: [number, number][] = [];

  constructor(
    public beginning: ChainPlace,
    private readonly noted: ChainPlace | undefined,
    private readonly marks: readonly ChainPlace[],
  ) {
    this.last = beginning;
  }

  restart(place: ChainPlace): void {
    this.beginning = this.last = place;
  }

  /** @param rows with those that follow in the table, as they are */
  step(rows: AuditTable[]): ChainReport['fault'] {
    for (const [index, row] of rows.entries()) {
      const upTo = cutBefore(this.last, row);
      if (upTo !== null) this.goOnAfterCut(row, upTo);
      if (upTo !== null) continue;
      const seq = this.last.seq + 1;
      if (row.seq !== seq) return { kind: 'missing', seq };
      const hash = hashOf(this.last.hash, seq, row);
      if (hash !== row.hash) return this.explain(row, rows[index + 1]);
      this.rows++;
      this.before = this.last;
      this.last = { seq, hash };
      if (row.action === 'audit.broken') this.remembered ??= { kind: 'broken', seq };
      this.compare(this.last);
    }
    return null;
  }

  private goOnAfterCut({ seq, hash }: ChainPlace, upTo: number): void {
    const from = this.last.seq + 1;
    this.rows++;
    this.cuts.push([from, upTo]);
    this.remembered ??= { kind: 'cut', seq: from, upTo };
    this.before = this.last;
    this.last = { seq, hash };
    this.compare(this.last);
  }

  private compare({ seq, hash }: ChainPlace): void {
    if (this.noted?.seq === seq) this.notedSeen = this.noted.hash === hash;
    for (const mark of this.marks) if (mark.seq === seq && mark.hash === hash) this.marksSeen.add(mark);
  }

  /** What the marks outside the database know better. */
  markFault(end: ChainPlace): ChainReport['fault'] {
    const { seq: beginning, hash } = this.beginning;
    const furthest = Math.max(0, ...this.marks.map(({ seq }) => seq));
    if (furthest > end.seq) return { kind: 'cut', seq: end.seq + 1, upTo: furthest };
    const other = this.marks.find((mark) => {
      if (this.marksSeen.has(mark) || mark.seq < beginning || (mark.seq === beginning && mark.hash === hash)) return false;
      return !this.cuts.some(([from, upTo]) => mark.seq >= from && mark.seq <= upTo);
    });
    return other ? { kind: 'marked', seq: other.seq } : null;
  }

  /** What is before the chain's beginning cannot be looked at any more. */
  notedFault(): ChainReport['fault'] {
    if (!this.noted || this.notedSeen || this.noted.seq < this.beginning.seq) return null;
    if (this.noted.seq === this.beginning.seq && this.noted.hash === this.beginning.hash) return null;
    return { kind: 'noted', seq: this.noted.seq };
  }

  /** A row that was moved away leaves a gap too: it is only gone if it is nowhere near. */
  async explainGap(chain: AuditChainRepository, fault: Fault): Promise<ChainReport['fault']> {
    const next = await chain.rowsAfter(this.last.seq, BATCH);
    const moved = next.some((row) => hashOf(this.last.hash, this.last.seq + 1, row) === row.hash);
    return moved ? { kind: 'order', seq: fault.seq } : fault;
  }

  /** The rows are compared with what they would be in the place beside their own. */
  private explain(row: AuditTable, next: AuditTable | undefined): Fault {
    const { seq } = row;
    const belongsHere = next && [row.hash, next.hash].includes(hashOf(this.last.hash, seq, next));
    // The row before has its right hash, but this one was made to follow the one before that.
    const follows = hashOf(this.before.hash, this.last.seq, row) === row.hash;
    if (follows) return { kind: 'inserted', seq: this.last.seq };
    if (!belongsHere) return { kind: 'changed', seq };
    const nextHash = hashOf(this.last.hash, seq, next);
    const swapped = [row.hash, next.hash].includes(hashOf(nextHash, seq + 1, row));
    return { kind: swapped ? 'order' : 'inserted', seq };
  }
}
