/**
 * Whether there is a place for a console among those of all processes. Asked in the transaction that writes its row, one at a time over all
 * of them: of twenty that come at once for the last five places, five find one.
 */

import { sql } from 'kysely';
import { isPostgres, serialise, type Executor } from '../db/transaction';
import type { Changes } from '../db/changes';
import { silentEnds } from '../gateway/close-codes';
import type { ConsoleInfo, NoPlace } from './live-consoles';

/** Ids a query. */
const BATCH = 500;

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
    if (!full) this.count(info, counted);
    return full;
  }

  /**
   * Which consoles of this process, that others held for lost, still have their place: others may have taken it meanwhile. Those that were let
   * in later by the rules stay.
   * @param infos none of which has a live row
   * @returns for each that has none: why
   */
  async lostPlaces(infos: readonly ConsoleInfo[], trx: Executor): Promise<Map<string, NoPlace | 'replaced'>> {
    await serialise(trx, 'places');
    const lost = new Map<string, NoPlace | 'replaced'>();
    const counted = await this.countAll(infos, trx);
    const pages = await livePages(infos, trx);
    for (const info of [...infos].sort((a, b) => a.startedAt - b.startedAt)) {
      const replaced = typeof info.pageId === 'string' && pages.has(pageKey(info.userId, info.pageId));
      const full = replaced ? 'replaced' : await this.whatIsFull(info, [], counted, trx);
      if (full) lost.set(info.id, full);
      else this.count(info, counted);
    }
    return lost;
  }

  private count({ userId, hostId }: ConsoleInfo, counted: Counted): void {
    for (const key of [MACHINE, ofUser(userId), ofHost(hostId)]) add(counted, key);
  }

  /** In two questions, whoever they belong to. */
  private async countAll(infos: readonly ConsoleInfo[], trx: Executor): Promise<Counted> {
    const counted: Counted = new Map(infos.flatMap(({ userId, hostId }) => [[ofUser(userId), 0] as const, [ofHost(hostId), 0] as const]));
    const number = sql<number>`count(*)`.as('found');
    for (const { user_id, found } of await live(trx).select(['user_id', number]).groupBy('user_id').execute()) {
      counted.set(ofUser(user_id), found);
    }
    for (const { host_id, found } of await live(trx).select(['host_id', number]).groupBy('host_id').execute()) {
      counted.set(ofHost(host_id), found);
    }
    return counted;
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

const pageKey = (userId: string, pageId: string) => JSON.stringify([userId, pageId]);

/** The pages of these consoles that have a live one. */
async function livePages(infos: readonly ConsoleInfo[], trx: Executor): Promise<Set<string>> {
  const ids = infos.flatMap(({ pageId }) => (typeof pageId === 'string' ? [pageId] : []));
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await live(trx)
      .select(['user_id', 'page_id'])
      .where('page_id', 'in', ids.slice(from, from + BATCH))
      .execute();
    for (const row of rows) if (row.page_id !== null) found.add(pageKey(row.user_id, row.page_id));
  }
  return found;
}

function add(counted: Counted, key: string): void {
  const count = counted.get(key);
  if (count !== undefined) counted.set(key, count + 1);
}

function live(trx: Executor) {
  return trx.selectFrom('consoles').where('ended_at', 'is', null);
}
