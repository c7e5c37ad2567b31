import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { nodeSchema } from '../contract/nodes';
import type { Database } from '../db/database';
import type { ConsoleTable, NodeTable } from '../db/schema';
import { serialise, transaction, type Executor } from '../db/transaction';
import type { Load } from './load-meter';

/** A process as it tells of itself. */
export interface OwnNode {
  id: string;
  machine: string;
  worker: number;
  pid: number;
  version: string;
  /** ms since 1970 UTC. */
  startedAt: number;
}

const storedSchema = nodeSchema.omit({ here: true }).extend({ pid: z.number(), beat: z.number() });
export type StoredNode = z.infer<typeof storedSchema>;
export type NodeState = StoredNode['state'];

/** A console that ends, or comes back, on paper. */
export type PaperConsole = Pick<
  Selectable<ConsoleTable>,
  'id' | 'node' | 'user_id' | 'user_name' | 'address' | 'host_id' | 'started_at' | 'reason'
>;
const paper = ['id', 'node', 'user_id', 'user_name', 'address', 'host_id', 'started_at', 'reason'] as const;

/** Their process can't say how they ended: cut without a close frame (RFC 6455, 7.4.1). */
export const ABNORMAL = 1006;
/** Consoles a transaction: others write in between. */
export const PAPER_BATCH = 500;

export class NodeRepository {
  constructor(private readonly db: Database | Executor) {}

  transaction<T>(work: (nodes: NodeRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new NodeRepository(trx), trx));
  }

  /** Lets one transaction at a time say which nodes are lost and what becomes of their consoles. */
  alone(): Promise<void> {
    return serialise(this.db, 'nodes');
  }

  async all(): Promise<StoredNode[]> {
    const rows = await this.db.selectFrom('nodes').selectAll().execute();
    return rows.map(toStored);
  }

  /** Whatever stood there under its id, it is there now. */
  async enter(node: OwnNode, load: Load, state: NodeState, seenAt: number): Promise<void> {
    const { startedAt, ...rest } = node;
    const said = { ...rest, ...load, state, started_at: startedAt, seen_at: seenAt };
    await this.db
      .insertInto('nodes')
      .values({ ...said, beat: 1 })
      // Not from 1 again: it would look as if it stood still.
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...said, beat: sql<number>`nodes.beat + 1` }))
      .execute();
  }

  /** @returns false when the others hold it for lost, or have forgotten it */
  async beat(id: string, load: Load, state: NodeState, seenAt: number): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('nodes')
      .set((row) => ({ ...load, state, seen_at: seenAt, beat: row('beat', '+', 1) }))
      .where('id', '=', id)
      .where('state', '!=', 'lost')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** @returns false when it has told of itself meanwhile, or somebody else was first */
  async lose({ id, beat }: Pick<StoredNode, 'id' | 'beat'>): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('nodes')
      .set({ state: 'lost' })
      .where('id', '=', id)
      .where('beat', '=', beat)
      .where('state', '!=', 'lost')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Its row goes, unless it leaves consoles behind that nobody has ended. */
  async leave(id: string): Promise<void> {
    await this.db
      .deleteFrom('nodes')
      .where('id', '=', id)
      .where((row) =>
        row.not(row.exists(row.selectFrom('consoles').select('consoles.id').where('node', '=', id).where('ended_at', 'is', null))),
      )
      .execute();
  }

  async forget(before: number): Promise<void> {
    await this.db.deleteFrom('nodes').where('state', '=', 'lost').where('seen_at', '<', before).execute();
  }

  /**
   * Ends, on paper, some of the consoles whose process can't any more.
   * @param of a node, or all that are lost
   */
  async endConsoles(of: { node: string } | 'lost', end: { at: number; reason: string }): Promise<PaperConsole[]> {
    const left = this.db
      .selectFrom('consoles')
      .select('consoles.id')
      .where('ended_at', 'is', null)
      .where((row) =>
        of === 'lost'
          ? row('node', 'in', row.selectFrom('nodes').select('nodes.id').where('state', '=', 'lost'))
          : row('node', '=', of.node),
      )
      .limit(PAPER_BATCH);
    return this.db
      .updateTable('consoles')
      .set({ ended_at: end.at, code: ABNORMAL, reason: end.reason })
      .where('id', 'in', left)
      .where('ended_at', 'is', null)
      .returning(paper)
      .execute();
  }

  async endAgain(node: string, ids: string[], end: { at: number; reason: string }): Promise<void> {
    for (let from = 0; from < ids.length; from += PAPER_BATCH) {
      await this.db
        .updateTable('consoles')
        .set({ ended_at: end.at, code: ABNORMAL, reason: end.reason })
        .where('node', '=', node)
        .where('id', 'in', ids.slice(from, from + PAPER_BATCH))
        .where('ended_at', 'is', null)
        .execute();
    }
  }

  /** Which of these {@link endConsoles} has ended, for this reason. */
  async endedConsoles(node: string, ids: readonly string[], reason: string): Promise<string[]> {
    const found: string[] = [];
    for (let from = 0; from < ids.length; from += PAPER_BATCH) {
      const rows = await this.db
        .selectFrom('consoles')
        .select('id')
        .where('node', '=', node)
        .where('id', 'in', ids.slice(from, from + PAPER_BATCH))
        .where('ended_at', 'is not', null)
        .where('code', '=', ABNORMAL)
        .where('reason', '=', reason)
        .execute();
      found.push(...rows.map(({ id }) => id));
    }
    return found;
  }

  /** Says better how a console ended that {@link endConsoles} has ended. */
  async correctEnd(id: string, end: { at: number; code: number; reason: string }): Promise<void> {
    await this.db.updateTable('consoles').set({ ended_at: end.at, code: end.code, reason: end.reason }).where('id', '=', id).execute();
  }

  /** Takes back what {@link endConsoles} said of some consoles, for this reason. */
  async reopenConsoles(node: string, ids: string[], reason: string): Promise<PaperConsole[]> {
    const back: PaperConsole[] = [];
    for (let from = 0; from < ids.length; from += PAPER_BATCH) {
      const rows = await this.db
        .updateTable('consoles')
        .set({ ended_at: null, code: null, reason: null })
        .where('node', '=', node)
        .where('id', 'in', ids.slice(from, from + PAPER_BATCH))
        .where('ended_at', 'is not', null)
        .where('code', '=', ABNORMAL)
        .where('reason', '=', reason)
        .returning(paper)
        .execute();
      back.push(...rows);
    }
    return back;
  }
}

function toStored({ started_at, seen_at, cpu, delay, ...row }: Selectable<NodeTable>): StoredNode {
  return storedSchema.parse({ ...row, startedAt: started_at, seenAt: seen_at, cpu: cpu / 1000, delay: delay / 1000 });
}
