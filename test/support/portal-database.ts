/** Which database a portal of the tests has: SQLite, or one of its own in the PostgreSQL of the run, as the project of the file says. */

import { createDatabase } from './postgres';

declare module 'vitest' {
  interface ProvidedContext {
    /** What portals keep their data in; see vitest.config.ts. */
    database: 'PostgreSQL' | undefined;
  }
}

export interface PortalDatabase {
  env: Record<string, string>;
  remove: () => Promise<void>;
}

/** By data directory: a portal that is started again in the same one finds its data. */
const kept = new Map<string, string>();

/** @param keeps whether the directory, and so the database, stays when the portal is stopped; the server ends with the run */
export async function portalDatabase(dataDir: string, keeps: boolean): Promise<PortalDatabase | null> {
  // The screenshots and the benchmark start portals too.
  if (process.env['VITEST'] === undefined) return null;
  const { inject } = await import('vitest');
  if (inject('database') !== 'PostgreSQL') return null;
  const known = kept.get(dataDir);
  if (known !== undefined) return { env: { DATABASE_URL: known }, remove: () => Promise.resolve() };
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  if (keeps) kept.set(dataDir, url);
  return { env: { DATABASE_URL: url }, remove: keeps ? () => Promise.resolve() : drop };
}
