import { z } from 'zod';
import type { VisibleHosts } from '../access/host-set';
import { tlsSchema, type Host, type HostQuery, type HostTls } from '../contract/host';
import type { HostFilter } from '../contract/host-bulk';
import type { Database } from '../db/database';
import { isForeignKeyViolation, isUniqueViolation } from '../db/failures';
import type { HostTable } from '../db/schema';
import { searchable } from '../db/search';
import { isPostgres, transaction, type Executor } from '../db/transaction';
import { HostListRepository, hostsAmong, type ListedHost, type SeenHosts, type Viewer } from './host-list-repository';
import { HostSelectionRepository } from './host-selection-repository';
import { storedHost, toTable, type StoredHost } from './host-table';
import type { HostVisit } from './host-visits';

export type { StoredHost } from './host-table';

const BATCH = 200;
const targetsSchema = z.array(z.string());

export class HostRepository {
  constructor(private readonly db: Executor | Database) {}

  transaction<T>(work: (hosts: HostRepository, trx: Executor) => Promise<T>): Promise<T> {
    return transaction(this.db, (trx) => work(new HostRepository(trx), trx));
  }

  async find(id: string): Promise<StoredHost | null> {
    const row = await this.db.selectFrom('hosts').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? storedHost(row) : null;
  }

  /** Nobody else changes it until the transaction is over. */
  async findForUpdate(id: string): Promise<StoredHost | null> {
    const query = this.db.selectFrom('hosts').selectAll().where('id', '=', id);
    const row = await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).executeTakeFirst();
    return row ? storedHost(row) : null;
  }

  /** A page of the list as this user sees it: favourites and visits are theirs. */
  list(viewer: Viewer, query: HostQuery): Promise<{ items: ListedHost[]; nextCursor: string | null; total: number }> {
    return new HostListRepository(this.db).page(viewer, query);
  }

  /** The whole registry, in the order of ids. */
  async all(): Promise<StoredHost[]> {
    return (await this.db.selectFrom('hosts').selectAll().orderBy('id').execute()).map(storedHost);
  }

  /** The whole registry, which nobody else changes until the transaction is over. */
  async allForUpdate(): Promise<StoredHost[]> {
    const query = this.db.selectFrom('hosts').selectAll().orderBy('id');
    return (await query.$if(isPostgres(this.db), (locked) => locked.forUpdate()).execute()).map(storedHost);
  }

  /** The hosts that match, a batch at a time, in the order of ids. */
  async *matching(query: HostFilter, among: SeenHosts): AsyncGenerator<Host[]> {
    for await (const batch of new HostSelectionRepository(this.db).batches({ query, among })) yield batch.map(({ host }) => host);
  }

  /** What the prober needs of every host, read a batch at a time: ten thousand at once would hold up every console for 50 ms. */
  async allTargets(): Promise<{ id: string; targets: string[]; tls: HostTls; updatedAt: number }[]> {
    const found: Awaited<ReturnType<HostRepository['allTargets']>> = [];
    for (let last = ''; ;) {
      const rows = await this.db
        .selectFrom('hosts')
        .select(['id', 'targets', 'tls', 'updated_at'])
        .where('id', '>', last)
        .orderBy('id')
        .limit(BATCH)
        .execute();
      for (const row of rows) {
        found.push({
          id: row.id,
          targets: targetsSchema.parse(JSON.parse(row.targets)),
          tls: tlsSchema.parse(JSON.parse(row.tls)),
          updatedAt: row.updated_at,
        });
      }
      if (rows.length < BATCH) return found;
      last = rows.at(-1)!.id;
      // The answer of a statement may come before anything else has its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** @returns false when one of the ids is taken; the transaction is then good for nothing more */
  async insert(hosts: StoredHost[]): Promise<boolean> {
    try {
      for (let from = 0; from < hosts.length; from += BATCH) {
        const batch = hosts.slice(from, from + BATCH);
        await this.db.insertInto('hosts').values(batch.map(toRow)).execute();
        await this.insertTags(batch.map(({ host }) => host));
      }
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async replace(changed: StoredHost): Promise<void> {
    const { id, ...columns } = toRow(changed);
    await this.db.updateTable('hosts').set(columns).where('id', '=', id).execute();
    await this.db.deleteFrom('host_tags').where('host_id', '=', id).execute();
    await this.insertTags([changed.host]);
  }

  /** Alone: neither the search nor the time of the last change is touched. */
  async setTls(id: string, tls: HostTls): Promise<void> {
    await this.db
      .updateTable('hosts')
      .set({ tls: JSON.stringify(tls) })
      .where('id', '=', id)
      .execute();
  }

  /** @returns those that were there */
  async remove(ids: string[]): Promise<{ id: string; name: string }[]> {
    const removed: { id: string; name: string }[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      removed.push(
        ...(await this.db
          .deleteFrom('hosts')
          .where('id', 'in', ids.slice(from, from + BATCH))
          .returning(['id', 'name'])
          .execute()),
      );
    }
    return removed;
  }

  /** With how many of the visible hosts have each. */
  async tags(visible: VisibleHosts): Promise<{ tag: string; hosts: number }[]> {
    return this.db
      .selectFrom('host_tags')
      .$if(visible !== 'all', (query) => query.innerJoin('hosts', 'hosts.id', 'host_tags.host_id').where(hostsAmong(visible)))
      .select(['tag', ({ fn }) => fn.countAll<number>().as('hosts')])
      .groupBy('tag')
      .orderBy('tag')
      .execute();
  }

  async visitOf(userId: string, hostId: string): Promise<{ favourite: boolean; openedAt: number | null }> {
    const query = this.db.selectFrom('host_visits').select(['favourite', 'opened_at']).where('user_id', '=', userId);
    const row = await query.where('host_id', '=', hostId).executeTakeFirst();
    return { favourite: row?.favourite === 1, openedAt: row?.opened_at ?? null };
  }

  /** @returns false when the host is not there */
  setFavourite(userId: string, hostId: string, on: boolean): Promise<boolean> {
    return this.visit({ user_id: userId, host_id: hostId, favourite: on ? 1 : 0, opened_at: null }, { favourite: on ? 1 : 0 });
  }

  /** @param visits each of another person or host; hosts and people that are not there (any more) are left out */
  async markOpened(visits: readonly HostVisit[]): Promise<void> {
    for (let from = 0; from < visits.length; from += BATCH) {
      const rows = visits
        .slice(from, from + BATCH)
        .map(({ userId, hostId, at }) => ({ user_id: userId, host_id: hostId, favourite: 0, opened_at: at }));
      try {
        await this.db
          .insertInto('host_visits')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['user_id', 'host_id']).doUpdateSet((row) => ({ opened_at: row.ref('excluded.opened_at') })),
          )
          .execute();
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        for (const row of rows) await this.visit(row, { opened_at: row.opened_at });
      }
    }
  }

  private async visit(
    row: { user_id: string; host_id: string; favourite: number; opened_at: number | null },
    changes: { favourite?: number; opened_at?: number },
  ): Promise<boolean> {
    try {
      await this.db
        .insertInto('host_visits')
        .values(row)
        .onConflict((conflict) => conflict.columns(['user_id', 'host_id']).doUpdateSet(changes))
        .execute();
      return true;
    } catch (error) {
      if (isForeignKeyViolation(error)) return false;
      throw error;
    }
  }

  private async insertTags(hosts: Host[]): Promise<void> {
    const rows = hosts.flatMap(({ id, tags }) => tags.map((tag) => ({ host_id: id, tag })));
    for (let from = 0; from < rows.length; from += BATCH) {
      await this.db
        .insertInto('host_tags')
        .values(rows.slice(from, from + BATCH))
        .execute();
    }
  }
}

function toRow(stored: StoredHost): HostTable {
  const { id, name, tags, targets } = stored.host;
  return toTable(stored, searchable(id, name, ...tags, ...targets), searchable(id, name, ...tags));
}
