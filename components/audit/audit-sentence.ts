/** An audit row as a sentence. Only what is known is said: older and newer portals may have recorded less or more. */

import type { AuditAction, AuditRow } from '@/server/contract/audit';

export interface AuditSentence {
  /** Who did it. */
  who: string;
  /** What they did, ready to stand after it. */
  did: string;
  /** Whom or what they did it to; may be empty. */
  what: string;
  /** How it went or why, ready to stand at the end; may be empty. */
  rest: string;
}

const text = (row: AuditRow, key: string): string => {
  const value = row.detail[key];
  return value === undefined || value === null ? '' : String(value);
};
const named = (row: AuditRow): string => text(row, 'user') || text(row, 'name');
const because = (reason: string): string => (reason ? `: ${reason.replace(/_/g, ' ')}` : '');

/** How the portal records that the person themselves ended a console. */
const LEFT = 'closed in the browser';

type Telling = (row: AuditRow) => Partial<AuditSentence>;
const tellings: Record<AuditAction, Telling> = {
  'setup.complete': () => ({ did: 'set up the portal and became its first administrator' }),
  'login.success': () => ({ did: 'signed in' }),
  'login.failure': (row) => ({ did: 'failed to sign in', what: row.actorName ? '' : named(row) && `as ${named(row)}` }),
  'login.throttled': (row) => ({
    did: 'was told to wait after too many failed sign-ins',
    what: row.actorName ? '' : named(row) && `as ${named(row)}`,
  }),
  'login.end': (row) => ({ did: 'signed out', rest: because(text(row, 'reason')) }),
  'token.create': (row) => ({ did: 'created the API token', what: text(row, 'name') || text(row, 'token'), rest: forOther(row) }),
  'token.revoke': (row) => ({ did: 'revoked the API token', what: text(row, 'name') || text(row, 'token'), rest: forOther(row) }),
  'user.create': (row) => ({ did: text(row, 'role') === 'admin' ? 'added the administrator' : 'added the user', what: named(row) }),
  'user.update': (row) => ({
    did: 'changed the user',
    what: named(row),
    rest: text(row, 'role') && `, who is ${roleWord(text(row, 'role'))} now`,
  }),
  'user.disable': (row) => ({ did: 'disabled the user', what: named(row) }),
  'user.enable': (row) => ({ did: 'enabled the user', what: named(row) }),
  'user.password': (row) =>
    named(row) === row.actorName ? { did: 'changed their password' } : { did: 'set a password for', what: named(row) },
  'host.create': (row) => ({ did: 'added the host', what: row.hostId }),
  'host.update': (row) => ({ did: 'changed the host', what: row.hostId }),
  'host.remove': (row) => ({ did: 'removed the host', what: row.hostId }),
  'console.open': (row) => ({ did: text(row, 'access') === 'view' ? 'began to watch' : 'opened a console to', what: row.hostId }),
  'console.refuse': (row) => ({ did: 'was refused a console to', what: row.hostId, rest: because(text(row, 'code')) }),
  'console.end': (row) =>
    text(row, 'reason') === LEFT
      ? { did: 'closed the console to', what: row.hostId }
      : { did: 'lost the console to', what: row.hostId, rest: because(text(row, 'reason')) },
};

const roleWord = (role: string): string => (role === 'admin' ? 'an administrator' : 'a user');

/** Tokens may be made for somebody else, on the command line. */
function forOther(row: AuditRow): string {
  const owner = text(row, 'user');
  return owner && owner !== row.actorName ? ` of ${owner}` : '';
}

export function auditSentence(row: AuditRow): AuditSentence {
  return { who: row.actorName || 'Somebody', did: '', what: '', rest: '', ...tellings[row.action](row) };
}

export const actionNames: Record<AuditAction, string> = {
  'setup.complete': 'Portal set up',
  'login.success': 'Signed in',
  'login.failure': 'Failed to sign in',
  'login.throttled': 'Made to wait',
  'login.end': 'Signed out',
  'token.create': 'Token created',
  'token.revoke': 'Token revoked',
  'user.create': 'User added',
  'user.update': 'User changed',
  'user.disable': 'User disabled',
  'user.enable': 'User enabled',
  'user.password': 'Password set',
  'host.create': 'Host added',
  'host.update': 'Host changed',
  'host.remove': 'Host removed',
  'console.open': 'Console opened',
  'console.refuse': 'Console refused',
  'console.end': 'Console ended',
};

/** Whether somebody was kept from something: such rows stand out. */
export function isRefusal(action: AuditAction): boolean {
  return action === 'login.failure' || action === 'login.throttled' || action === 'console.refuse';
}
