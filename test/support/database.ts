/** The portal's database, read and changed from outside: for what only time would do otherwise, and to count rows. */

import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import type { Portal } from './portal';

/** @param statement with a `?` for each value */
export async function sql<T = Record<string, unknown>>(portal: Portal, statement: string, ...values: unknown[]): Promise<T[]> {
  const server = portal.options.env?.['DATABASE_URL'];
  return server === undefined ? embedded<T>(join(portal.dataDir, 'portal.db'), statement, values) : onServer<T>(server, statement, values);
}

function embedded<T>(file: string, statement: string, values: unknown[]): T[] {
  const database = new Database(file);
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

async function onServer<T>(connectionString: string, statement: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let place = 0;
    const { rows } = await client.query(
      statement.replaceAll('?', () => `$${++place}`),
      values,
    );
    return rows as T[];
  } finally {
    await client.end();
  }
}
