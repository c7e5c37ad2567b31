/** A pool of PostgreSQL connections as Kysely wants it, that gives up in time and never reuses a broken one. */

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from '../log';
import { codeOf } from './failures';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5000;
/** A network that has silently died answers nothing: better an error that is told than a request that hangs. */
const QUERY_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 10_000;
/** pg's parser of results: every bigint of ours is a time, a count or a size, all below 2^53. */
const defaults = pg.types as unknown as { builtins: { INT8: number }; getTypeParser(oid: number, format?: string): Parser };
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === defaults.builtins.INT8 ? Number : defaults.getTypeParser(oid, format),
};
type Parser = (value: string) => unknown;

export function postgresPool(connectionString: string, log: Logger): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'vnc-portal',
    types,
  });
  // Without a listener, a database that restarts while a connection is idle would end the process.
  pool.on('error', (error) => log.warn({ code: codeOf(error) }, 'a connection to the database was lost'));
  return {
    connect: async () => careful(await pool.connect()),
    end: () => pool.end(),
  };
}

/** SQLSTATE classes 08 and 57P: the server has ended the connection with its answer. */
const GOODBYE = /^(08|57P)/;

function careful(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  // The pool listens only while a connection is idle. One that is lost between two queries of a transaction would end the process; this way the next query fails.
  const lost = () => {
    broken = true;
  };
  client.on('error', lost);
  const query = async (text: string, values: unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, values);
    } catch (error) {
      // What the server itself answered leaves a connection usable; anything else (a timeout, a reset) may not.
      broken ||= !(error instanceof pg.DatabaseError) || GOODBYE.test(codeOf(error));
      throw error;
    }
  };
  const release = () => {
    client.release(broken);
    if (!broken) client.off('error', lost);
  };
  return { query: query as unknown as PostgresPoolClient['query'], release };
}
