import type { Database } from '../db/database';
import { transaction, type Executor } from '../db/transaction';
import type { AuditChainRepository } from './chain-repository';
import type { ConsoleEndEntry, OutboxEntry } from './outbox-entry';

interface Parts {
  db: Database;
  chain: AuditChainRepository;
  /** @returns whether there is such a console, however it ended */
  endConsole: (id: string, end: ConsoleEndEntry & { at: number }, trx: Executor) => Promise<boolean>;
}

export class OutboxRepository {
  constructor(private readonly parts: Parts) {}

  /**
   * All or nothing, in their order. A console that could not be recorded when it began was not opened, so it has no end either.
   * @param doubtful whether some of them may be there already: the answer to an earlier commit may have been lost
   */
  write(entries: readonly OutboxEntry[], doubtful: boolean): Promise<void> {
    const { db, chain, endConsole } = this.parts;
    return transaction(db, async (trx) => {
      const rows = [];
      for (const { row, end } of entries) {
        if (end === null || (await endConsole(row.session_id, { ...end, at: row.at }, trx))) rows.push(row);
      }
      if (rows.length > 0) await chain.append(rows, trx, doubtful);
    });
  }
}
