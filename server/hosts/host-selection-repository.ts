/** Many hosts at once, by their ids or by a search, in the order of ids. */

import type { HostFilter } from '../contract/host-bulk';
import type { Database } from '../db/database';
import { isPostgres, type Executor } from '../db/transaction';
import { hostsMatching, type SeenHosts } from './host-list-repository';
import { storedHost, type StoredHost } from './host-table';

export type HostSelection = { ids: string[] } | { query: HostFilter; among?: SeenHosts };

/** Rows a statement: a few megabytes at most, certificates included. */
const BATCH = 200;
/** For a file: while they are read, a few ms, no console's bytes move. */
const FILE_BATCH = 50;

export class HostSelectionRepository {
  constructor(private readonly db: Executor | Database) {}

  /** Inside a transaction: nobody else changes them until it is over. The order is the same for all, so that no two wait for each other. */
  async findForUpdate(selection: HostSelection): Promise<StoredHost[]> {
    const found: StoredHost[] = [];
    for await (const batch of this.batches(selection, true)) found.push(...batch);
    return found;
  }

  /** A batch is read when it is asked for, so that a slow reader holds no more than one. */
  async *batches(selection: HostSelection, locked = false): AsyncGenerator<StoredHost[]> {
    if ('ids' in selection) {
      const ids = [...new Set(selection.ids)].sort();
      for (let from = 0; from < ids.length; from += BATCH) yield await this.read({ ids: ids.slice(from, from + BATCH) }, '', locked);
      return;
    }
    const size = locked ? BATCH : FILE_BATCH;
    let last = '';
    for (;;) {
      const batch = await this.read(selection, last, locked, size);
      if (batch.length > 0) yield batch;
      if (batch.length < size) return;
      last = batch.at(-1)!.host.id;
    }
  }

  private async read(selection: HostSelection, after: string, locked: boolean, size = BATCH): Promise<StoredHost[]> {
    const rows = this.db.selectFrom('hosts').selectAll().where('id', '>', after).orderBy('id').limit(size);
    const chosen = 'ids' in selection ? rows.where('id', 'in', selection.ids) : rows.where(hostsMatching(selection.query, selection.among));
    return (await chosen.$if(locked && isPostgres(this.db), (query) => query.forUpdate()).execute()).map(storedHost);
  }
}
