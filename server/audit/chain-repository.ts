import { sql, type QueryCreator } from 'kysely';
import type { Database } from '../db/database';
import { sortableId } from '../db/ids';
import type { AuditTable, Schema } from '../db/schema';
import { afterCommit, isPostgres, transaction, type Executor } from '../db/transaction';
import type { Logger } from '../log';
import { chained, GENESIS, type ChainPlace, type UnchainedRow } from './chain';
import { ChainSeal, type MarkName, type SealedPlace } from './chain-seal';
import type { HighWaterMark } from './high-water-mark';

/** Rows a statement: a database takes so many values in one. */
const BATCH = 500;

export interface Marks {
  head: SealedPlace | null;
  pruned: SealedPlace | null;
  /** The newest row that is there; 0: none. */
  newest: number;
}

/** The end of the chain, as somebody sees it who may go on from it. */
interface End {
  /** null: its row is gone. */
  head: (SealedPlace & { newest: number | null }) | null;
  /** The high-water mark at that moment, and the hash of the row that it names; null: there is none. */
  mark: ChainPlace | null;
  marked: string | null;
}

export interface ChainParts {
  db: Database;
  /** The portal's: it seals the chain. */
  secret: Buffer;
  log: Pick<Logger, 'error'>;
  /** How far the chain has come by a word from outside the database; absent: there is no such word. */
  mark?: HighWaterMark | undefined;
}

/** The rows as a chain, and the two places of it that are sealed. */
export class AuditChainRepository {
  private readonly db: Database;
  private readonly seal: ChainSeal;
  private readonly log: Pick<Logger, 'error'>;
  private readonly mark: HighWaterMark | undefined;

  constructor(parts: ChainParts) {
    this.db = parts.db;
    this.seal = new ChainSeal(parts.secret);
    this.log = parts.log;
    this.mark = parts.mark;
  }

  /**
   * Nobody else's row comes in between until the transaction ends: call it as the last thing. A head that is not as the portal left it is
   * not sealed as if nothing had been: a row says so first, which stays in the chain.
   * @param doubtful rows that are there already are left out
   */
  async append(all: readonly UnchainedRow[], trx: Executor, doubtful = false): Promise<void> {
    const end = await this.lockedEnd(trx);
    // Behind the lock: an earlier commit that is still under way is over by then.
    const rows = doubtful ? await this.missing(all, trx) : all;
    if (rows.length > 0) await this.goOn(rows, end, trx);
  }

  /**
   * Compares the chain with the high-water mark. A chain whose end was cut off gets a row that says so, before anything else is written.
   * @throws PortalError `unavailable`
   */
  async compareWithMark(): Promise<void> {
    if (await this.fitsMark(await this.lockedEnd(this.db, false), this.db)) return;
    await transaction(this.db, async (trx) => {
      const end = await this.lockedEnd(trx);
      if (!(await this.fitsMark(end, trx))) await this.goOn([], end, trx);
    });
  }

  private async goOn(rows: readonly UnchainedRow[], end: End, trx: Executor): Promise<void> {
    const { head } = end;
    const sealed = head !== null && this.seal.holds('head', head) && (head.newest ?? 0) <= head.seq;
    const sound = sealed && (await this.fitsMark(end, trx));
    const found = sound ? head : await this.furthest(trx);
    const start = !sound && end.mark && end.mark.seq > found.seq ? end.mark : found;
    if (!sound) {
      const missing = start.seq > found.seq ? { missing: start.seq - found.seq, upTo: start.seq } : {};
      this.log.error({ seq: found.seq, ...missing }, 'the end of the audit is not as the portal left it: run "portal audit verify"');
    }
    const { rows: placed, last } = chained(start, sound ? rows : [brokenRow(found, start), ...rows]);
    await this.write(placed, last, trx);
    const { mark } = this;
    if (mark) afterCommit(trx, () => mark.advance(last));
  }

  /** Whether the row that the mark names is there, or was pruned. */
  private async fitsMark({ head, mark, marked }: End, trx: Executor): Promise<boolean> {
    if (this.mark?.forged) return false;
    if (!mark) return true;
    if (!head || head.seq < mark.seq) return false;
    if (marked !== null) return marked === mark.hash;
    const { pruned } = await this.marks(trx);
    if (!pruned || !this.seal.holds('pruned', pruned)) return false;
    return pruned.seq > mark.seq || (pruned.seq === mark.seq && pruned.hash === mark.hash);
  }

  private async write(placed: AuditTable[], last: ChainPlace, trx: Executor): Promise<void> {
    if (isPostgres(trx) && placed.length <= BATCH) {
      // One way there and back instead of two: everybody else waits for this.
      await this.marking(
        'head',
        last,
        trx.with('placed', (db) => db.insertInto('audit').values(placed)),
      ).execute();
      return;
    }
    for (let from = 0; from < placed.length; from += BATCH) {
      await trx
        .insertInto('audit')
        .values(placed.slice(from, from + BATCH))
        .execute();
    }
    await this.marking('head', last, trx).execute();
  }

  private async missing(rows: readonly UnchainedRow[], trx: Executor): Promise<UnchainedRow[]> {
    const times = rows.map(({ at }) => at);
    const found = await trx
      .selectFrom('audit')
      .select('id')
      .where('at', '>=', Math.min(...times))
      .where('at', '<=', Math.max(...times))
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute();
    const there = new Set(found.map(({ id }) => id));
    return rows.filter(({ id }) => !there.has(id));
  }

  async head(): Promise<ChainPlace> {
    return (await this.marks()).head ?? GENESIS;
  }

  /** Both as they stand at one moment. */
  async marks(trx: Executor = this.db): Promise<Marks> {
    const rows = await trx
      .selectFrom('audit_marks')
      .selectAll()
      .select((marks) =>
        marks
          .selectFrom('audit')
          .select(sql<number | null>`max(seq)`.as('newest'))
          .as('newest'),
      )
      .execute();
    const named = (name: MarkName): SealedPlace | null => rows.find((row) => row.name === name) ?? null;
    return { head: named('head'), pruned: named('pruned'), newest: rows[0]?.newest ?? 0 };
  }

  isSealed(name: MarkName, place: SealedPlace): boolean {
    return this.seal.holds(name, place);
  }

  /** The next rows of the chain as they are stored, with all that somebody may have done to them. */
  rowsAfter(seq: number, limit: number, trx: Executor = this.db): Promise<AuditTable[]> {
    return trx.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute();
  }

  /**
   * Deletes rows of the chain's beginning.
   * @param upTo the last of them
   * @returns how many there were
   */
  prune(upTo: number): Promise<number> {
    return transaction(this.db, async (trx) => {
      const last = await trx.selectFrom('audit').select(['seq', 'hash']).where('seq', '=', upTo).executeTakeFirst();
      if (!last) return 0;
      await this.marking('pruned', last, trx).execute();
      const { numDeletedRows } = await trx.deleteFrom('audit').where('seq', '<=', upTo).executeTakeFirst();
      return Number(numDeletedRows);
    });
  }

  /**
   * One statement, for in PostgreSQL everybody else waits for it: the head is the newest there is once the lock is ours. The newest row may be
   * seen as it was before the wait, which hides a row too many once in a while: then its place is taken, and the transaction fails.
   */
  private async lockedEnd(trx: Executor, lock = true): Promise<End> {
    const mark = this.mark?.place ?? null;
    const query = trx
      .selectFrom('audit_marks')
      .select(['seq', 'hash', 'seal'])
      .select((marks) =>
        marks
          .selectFrom('audit')
          .select(sql<number | null>`max(seq)`.as('newest'))
          .as('newest'),
      )
      .select((marks) =>
        marks
          .selectFrom('audit')
          .select('audit.hash')
          .where('audit.seq', '=', mark?.seq ?? 0)
          .as('marked'),
      )
      .where('name', '=', 'head');
    const found = await (lock && isPostgres(trx) ? query.forUpdate() : query).executeTakeFirst();
    if (!found) return { head: null, mark, marked: null };
    const { marked, ...head } = found;
    return { head, mark, marked };
  }

  /** Where to go on from when the head cannot be believed: rows that are there keep their places. */
  private async furthest(trx: Executor): Promise<ChainPlace> {
    const { head, pruned } = await this.marks(trx);
    const row = await trx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const places = [GENESIS, ...(head ? [head] : []), ...(pruned ? [pruned] : []), ...(row ? [row] : [])];
    return places.reduce((furthest, place) => (place.seq > furthest.seq ? place : furthest));
  }

  private marking(name: MarkName, { seq, hash }: ChainPlace, trx: Pick<QueryCreator<Schema>, 'insertInto'>) {
    const place = { seq, hash, seal: this.seal.of(name, { seq, hash }) };
    return trx
      .insertInto('audit_marks')
      .values({ name, ...place })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(place));
  }
}

/**
 * As if the portal had done it: nobody knows who did.
 * @param end the last row that is there
 * @param start where the chain goes on: further on, where rows are missing at the end
 */
function brokenRow(end: ChainPlace, start: ChainPlace): UnchainedRow {
  const at = Date.now();
  const detail = start.seq > end.seq ? { seq: end.seq, upTo: start.seq, hash: start.hash } : { seq: end.seq };
  return {
    ...{ id: sortableId(at), at, action: 'audit.broken', actor_id: '', actor_name: 'the portal' },
    ...{ address: '', host_id: '', session_id: '', detail: JSON.stringify(detail) },
  };
}
