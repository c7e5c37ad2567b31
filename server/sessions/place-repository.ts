/**
 * Whether there is a place for a console among those of all processes. Asked in the transaction that writes its row, one at a time over all
 * of them: of twenty that come at once for the last five places, five find one.
 */

import { isPostgres, serialise, type Executor } from '../db/transaction';
import type { Changes } from '../db/changes';
import { silentEnds } from '../gateway/close-codes';
import type { ConsoleInfo, NoPlace } from './live-consoles';

interface Parts {
  changes: Pick<Changes, 'record'>;
  /** This process. */
  node: string;
  /** The processes of this machine, which share one limit; this one among them. */
  siblings: readonly string[];
  maxConsoles: number;
  maxConsolesPerUser: number;
  now?: () => number;
}

/** What has been counted in one transaction, and what it added: of a thousand consoles of one person, not each counts all. */
type Counted = Map<string, number>;

export class PlaceRepository {
  private readonly counted = new WeakMap<Executor, Counted>();

  constructor(private readonly parts: Parts) {}

  /** @returns null when there is one, which is taken once the row is written */
  async take(info: ConsoleInfo, trx: Executor): Promise<NoPlace | null> {
    const counted = this.counted.get(trx) ?? new Map<string, number>();
    if (!this.counted.has(trx)) {
      await serialise(trx, 'places');
      this.counted.set(trx, counted);
    }
    const left = info.pageId ? await this.leaveTo(info.pageId, info, trx) : [];
    if (left.length > 0) counted.clear();
    const full = await this.whatIsFull(info, left, counted, trx);
    if (left.length > 0) counted.clear();
    if (!full) for (const key of [MACHINE, ofUser(info.userId), ofHost(info.hostId)]) add(counted, key);
    return full;
  }

  /** Those of the same page are no longer in its way. Another process is told to let go of its own; this one has done so already. */
  private async leaveTo(pageId: string, { id, userId }: ConsoleInfo, trx: Executor): Promise<string[]> {
    const rows = await live(trx)
      .select(['id', 'node'])
      .where('user_id', '=', userId)
      .where('page_id', '=', pageId)
      .where('id', '!=', id)
      .execute();
    const { node, now = Date.now } = this.parts;
    const elsewhere = rows.filter((row) => row.node !== node).map((row) => row.id);
    if (elsewhere.length > 0) {
      // One that is being ended at this moment needs no second end, and to wait for it could be to wait for each other.
      const free = live(trx).select('id').where('id', 'in', elsewhere);
      await trx
        .updateTable('consoles')
        .set({ ended_at: now(), code: silentEnds.lost.code, reason: silentEnds.lost.text })
        .where('id', 'in', isPostgres(trx) ? free.forUpdate().skipLocked() : free)
        .execute();
      for (const subject of elsewhere) await this.parts.changes.record(trx, { kind: 'replaced', subject, reason: '' });
    }
    return rows.map((row) => row.id);
  }

  /** @param left are as good as gone */
  private async whatIsFull(info: ConsoleInfo, left: readonly string[], counted: Counted, trx: Executor): Promise<NoPlace | null> {
    const { siblings, maxConsoles, maxConsolesPerUser } = this.parts;
    const { userId, hostId, maxViewers } = info;
    const rows = () => (left.length > 0 ? live(trx).where('id', 'not in', left) : live(trx));
    const count = async (key: string, query: ReturnType<typeof live>) => {
      const known = counted.get(key);
      if (known !== undefined) return known;
      const { found } = await query.select(({ fn }) => fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
      counted.set(key, found);
      return found;
    };
    if (siblings.length > 1 && (await count(MACHINE, rows().where('node', 'in', siblings))) >= maxConsoles) {
      return { code: 'too_many_consoles' };
    }
    if ((await count(ofUser(userId), rows().where('user_id', '=', userId))) >= maxConsolesPerUser)
      return { code: 'too_many_consoles_user' };
    if (maxViewers !== null && (await count(ofHost(hostId), rows().where('host_id', '=', hostId))) >= maxViewers) {
      return { code: 'too_many_consoles_host' };
    }
    if (!info.exclusive || info.access !== 'control') return null;
    const inControl = rows().select(['user_name', 'started_at']).where('host_id', '=', hostId).where('access', '=', 'control');
    const holder = await inControl.orderBy('started_at').limit(1).executeTakeFirst();
    return holder ? { code: 'host_in_use', holder: { userName: holder.user_name, startedAt: holder.started_at } } : null;
  }
}

const MACHINE = 'machine';
const ofUser = (id: string) => `user ${id}`;
const ofHost = (id: string) => `host ${id}`;

function add(counted: Counted, key: string): void {
  const count = counted.get(key);
  if (count !== undefined) counted.set(key, count + 1);
}

function live(trx: Executor) {
  return trx.selectFrom('consoles').where('ended_at', 'is', null);
}
