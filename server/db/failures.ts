/** What the two databases say when something goes wrong, in one language. */

import { isPortalError, PortalError } from '../contract/errors';

/** SQLite: locked for longer than busy_timeout, disk full or failing, files taken away. */
const SQLITE_UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)/;
/** Sockets and names. */
const NETWORK = /^(ECONN|EHOST|ENET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_)/;
/** SQLSTATE classes: 08 connection, 25006 read-only (a standby), 53 resources, 57P operator intervention, 40 deadlock and serialization. */
const SQLSTATE_UNAVAILABLE = /^(08...|25006|53...|57P..|40...)$/;
/** pg has neither class nor code for these. */
const PG_MESSAGES =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error)/;

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Whether a row was refused because its key, or another unique column, is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505'].includes(codeOf(error));
}

/** Whether a row was refused because what it refers to is not there (any more). */
export function isForeignKeyViolation(error: unknown): boolean {
  return ['SQLITE_CONSTRAINT_FOREIGNKEY', '23503'].includes(codeOf(error));
}

/**
 * libsql 0.5 asks SQLite what went wrong on another thread than the statement failed on: now and then, when two processes contend for the
 * lock, somebody else's success has taken the answer's place.
 */
export function isUntold(error: unknown): boolean {
  return error instanceof Error && error.name === 'SqliteError' && error.message === 'not an error';
}

/** Whether the database could not be reached or not be used, through no fault of the query. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (isUntold(error) || SQLITE_UNAVAILABLE.test(code) || NETWORK.test(code) || SQLSTATE_UNAVAILABLE.test(code)) return true;
  return error instanceof Error && PG_MESSAGES.test(error.message);
}

/** Whether nobody knows what became of what was asked last: a commit may have been done, and its answer lost. */
export function isConnectionLost(error: unknown): boolean {
  const cause = isPortalError(error) ? error.cause : error;
  const code = codeOf(cause);
  return NETWORK.test(code) || /^(08|57P)/.test(code) || (cause instanceof Error && PG_MESSAGES.test(cause.message));
}

/** As the portal throws it. PostgreSQL's details quote rows, which hold hashes and sealed passwords: they are dropped. */
export function translated(error: unknown): unknown {
  if (isUnavailable(error)) return new PortalError('unavailable', { cause: error });
  if (typeof error === 'object' && error !== null && 'detail' in error) error.detail = undefined;
  return error;
}
