/** The portal's embedded database, read and changed from outside: for what only time would do otherwise, and to count rows. */

import { join } from 'node:path';
import Database from 'libsql';
import type { Portal } from './portal';

export function sql<T = Record<string, unknown>>(portal: Portal, statement: string, ...values: unknown[]): T[] {
  const database = new Database(join(portal.dataDir, 'portal.db'));
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    const prepared = database.prepare(statement);
    if (/^\s*select/i.test(statement)) return prepared.all(...values) as T[];
    prepared.run(...values);
    return [];
  } finally {
    database.close();
  }
}
