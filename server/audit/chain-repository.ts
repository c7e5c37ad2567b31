import { sql, type QueryCreator } from 'kysely';
import type { Database } from '../db/database';
import { sortableId } from '../db/ids';
import type { AuditTable, Schema } from '../db/schema';
import { isPostgres, transaction, type Executor } from '../db/transaction';
import type { Logger } from '../log';
import { chained, GENESIS, type ChainPlace, type UnchainedRow } from './chain';
import { ChainSeal, type MarkName, type SealedPlace } from './chain-seal';

/** Rows a statement: a database takes so many values in one. */
const BATCH = 500;

export interface Marks {
  head: SealedPlace | null;
  pruned: SealedPlace | null;
  /** The newest row that is there; 0: none. */
  newest: number;
}

/** The rows as a chain, and the two places of it that are sealed. */
export class AuditChainRepository {
  private readonly db: Database;
  private readonly seal: ChainSeal;
  private readonly log: Pick<Logger, 'error'>;

  constructor(parts: { db: Database; secret: Buffer; log: Pick<Logger, 'error'> }) {
    this.db = parts.db;
    this.seal = new ChainSeal(parts.secret);
    this.log = parts.log;
  }

  /**
   * Nobody else's row comes in between until the transaction ends: call it as the last thing. A head that is not as the portal left it is
   * not sealed as if nothing had been: a row says so first, which stays in the chain.
   * @param doubtful rows that are there already are left out
   */
  async append(all: readonly UnchainedRow[], trx: Executor, doubtful = false): Promise<void> {
    const head = await this.lockedHead(trx);
    // Behind the lock: an earlier commit that is still under way is over by then.
    const rows = doubtful ? await this.missing(all, trx) : all;
    if (rows.length === 0) return;
    const sound = head !== null && this.seal.holds('head', head) && (head.newest ?? 0) <= head.seq;
    const start = sound ? head : await this.furthest(trx);
    if (!sound) this.log.error({ seq: start.seq }, 'the end of the audit is not as the portal left it: run "portal audit verify"');
    const { rows: placed, last } = chained(start, sound ? rows : [brokenRow(start), ...rows]);
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
  private lockedHead(trx: Executor): Promise<(SealedPlace & { newest: number | null }) | null> {
    const query = trx
      .selectFrom('audit_marks')
      .select(['seq', 'hash', 'seal'])
      .select((marks) =>
        marks
          .selectFrom('audit')
          .select(sql<number | null>`max(seq)`.as('newest'))
          .as('newest'),
      )
      .where('name', '=', 'head');
    return (isPostgres(trx) ? query.forUpdate() : query).executeTakeFirst().then((head) => head ?? null);
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

/** As if the portal had done it: nobody knows who did. */
function brokenRow({ seq }: ChainPlace): UnchainedRow {
  const at = Date.now();
  return {
    ...{ id: sortableId(at), at, action: 'audit.broken', actor_id: '', actor_name: 'the portal' },
    ...{ address: '', host_id: '', session_id: '', detail: JSON.stringify({ seq }) },
  };
}
