/** Opens the database that the configuration names and brings its tables up to date. */

import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { EXIT_FAILURE, StartError } from '../config/start-error';
import { prepareDataDir } from '../config/data-dir';
import { isPortalError } from '../contract/errors';
import type { Logger } from '../log';
import { codeOf } from './failures';
import { guarded } from './guarded-dialect';
import { migrations } from './migrations/index';
import { postgresPool } from './postgres-pool';
import type { Schema } from './schema';
import { SqliteDialect, waitInTurn } from './sqlite-dialect';

export type Database = Kysely<Schema>;

export interface DatabaseOptions {
  dataDir: string;
  /** `postgres://…`; null for the embedded database in `dataDir`. */
  databaseUrl: string | null;
  /** The portal's: a migration seals what it finds. */
  secret: Buffer;
  log: Logger;
}

const FILE = 'portal.db';

/**
 * Safe to call in several processes at once: one migrates, the others wait for it.
 * @throws StartError with one line that says which setting to look at, and never the URL's password
 */
export async function openDatabase({ dataDir, databaseUrl, secret, log }: DatabaseOptions): Promise<Database> {
  const dialect =
    databaseUrl === null ? new SqliteDialect(prepareFile(dataDir)) : new PostgresDialect({ pool: postgresPool(databaseUrl, log) });
  const db = new Kysely<Schema>({ dialect: guarded(dialect) });
  try {
    await migrate(db, secret);
    if (databaseUrl === null) await waitInTurn(db);
    return db;
  } catch (error) {
    await db.destroy().catch(() => undefined);
    throw startError(error, databaseUrl);
  }
}

/**
 * For the portal alone, even in a directory that others may read. SQLite gives the files beside it the same mode. A file that is there is
 * not touched: closing it would drop every lock that this process has on it (POSIX), SQLite's among them.
 */
function prepareFile(dataDir: string): string {
  prepareDataDir(dataDir);
  const path = join(dataDir, FILE);
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw startError(error, null);
    if (!statSync(path).isFile()) throw startError(Object.assign(new Error('not a file'), { code: 'EISDIR' }), null);
  }
  return path;
}

async function migrate(db: Database, secret: Buffer): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations(secret)) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}

/** Asks for nothing but an answer. @throws PortalError `unavailable` */
export async function ping(db: Database): Promise<void> {
  await db.selectNoFrom((expression) => expression.val(1).as('one')).execute();
}

function startError(error: unknown, databaseUrl: string | null): StartError {
  const cause = isPortalError(error) ? error.cause : error;
  const why = codeOf(cause) || 'no answer';
  const what = (text: string) => new StartError(text, EXIT_FAILURE, { cause });
  if (cause instanceof Error && cause.message.startsWith('corrupted migrations')) {
    return what('The database was made by a newer version of the portal: start that version, or restore a backup from before');
  }
  if (databaseUrl === null) {
    if (why === 'SQLITE_NOTADB' || why === 'SQLITE_CORRUPT')
      return what(`DATA_DIR holds a damaged database (${why}): restore ${FILE} from a backup`);
    return what(`The database in DATA_DIR cannot be opened (${why}): check that ${FILE} can be written, and the space left on the disk`);
  }
  if (/^28/.test(why)) return what(`The server of DATABASE_URL refused the login (${why}): check the user and password in it`);
  if (why === '3D000') return what('The database that DATABASE_URL names does not exist: create it');
  if (isPortalError(error)) return what(`The server of DATABASE_URL cannot be reached (${why}): check host and port, and that it runs`);
  return what(`The database of DATABASE_URL cannot be used (${why}): its user must be able to create tables`);
}
