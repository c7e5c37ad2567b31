/** Both databases of the portal, for suites that have to hold on each: `describe.each(databases)('… on $name', ({ open }) => …)`. */

import { pino } from 'pino';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../server/db/database';
import { createDatabase } from './postgres';
import { temporaryDirectory } from './temporary';

export const silent = pino({ level: 'silent' });
export const testSecret = Buffer.from('a secret of the tests, 32 bytes+');

/** A fresh database, which several "processes" may open. */
export interface TestDatabase {
  /** What another process needs to open it too. */
  settings: { dataDir: string; databaseUrl: string | null };
  /** Opens it, migrated; closed with the rest. */
  open: () => Promise<Database>;
  remove: () => Promise<void>;
}

async function sqlite(): Promise<TestDatabase> {
  const directory = temporaryDirectory('sqlite');
  await Promise.resolve();
  return database({ dataDir: directory.path, databaseUrl: null }, () => directory.remove());
}

async function postgres(): Promise<TestDatabase> {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  return database({ dataDir: '/nonexistent', databaseUrl: url }, drop);
}

function database(settings: TestDatabase['settings'], drop: () => void | Promise<void>): TestDatabase {
  const opened: Database[] = [];
  return {
    settings,
    async open() {
      const db = await openDatabase({ ...settings, secret: testSecret, log: silent });
      opened.push(db);
      return db;
    },
    async remove() {
      for (const db of opened) await db.destroy();
      await drop();
    },
  };
}

export const databases = [
  { name: 'SQLite', create: sqlite },
  { name: 'PostgreSQL', create: postgres },
];
