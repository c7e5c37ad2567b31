/** An audit row as a sentence. Only what is known is said: older and newer portals may have recorded less or more. */

import type { useTranslations } from 'next-intl';
import type { Messages } from '@/messages';
import type { AuditAction, AuditRow } from '@/server/contract/audit';

export type Translate = ReturnType<typeof useTranslations<'audit'>>;
type Sentence = keyof Messages['audit']['sentence'];
type Reason = keyof Messages['audit']['reason'];

export interface AuditSentence {
  sentence: Sentence;
  /** Whom or what it was done to; may be empty. */
  what: string;
  /** Whose it is, where that is somebody else's, or where it belongs: the group that is joined, what a grant reaches. */
  owner: string;
  /** The portal's fixed word for how it came, as it was recorded; may be empty. */
  reason: string;
}

const text = (row: AuditRow, key: string): string => {
  const value = row.detail[key];
  return value === undefined || value === null ? '' : String(value);
};
const named = (row: AuditRow): string => text(row, 'user') || text(row, 'name');
/** Whom somebody unknown called themselves. */
const called = (row: AuditRow): string => (row.actorName ? '' : named(row));
const token = (row: AuditRow): string => text(row, 'name') || text(row, 'token');

const group = (row: AuditRow): string => text(row, 'group');
/** Who has a grant: a user or a group. */
const holder = (row: AuditRow): string => text(row, 'user') || group(row);
/** What a grant reaches: one host, the hosts with a tag, or all. */
const reached = (row: AuditRow): string => row.hostId || text(row, 'tag');
const reachOf = (row: AuditRow): 'Host' | 'Tag' | 'All' => {
  if (row.hostId !== '') return 'Host';
  return text(row, 'tag') === '' ? 'All' : 'Tag';
};

/** How the portal records that the person themselves ended a console, open or not yet. */
const LEFT = 'closed in the browser';
const LEFT_EARLY = 'left before the host answered';
/** Of a console that was refused before 101, the code is that of HTTP. */
const FIRST_CLOSE_CODE = 1000;

function consoleEnd(row: AuditRow): ReturnType<Telling> {
  const [what, reason] = [row.hostId, text(row, 'reason')];
  const code = row.detail['code'];
  const neverOpen = row.detail['opened'] === false || (typeof code === 'number' && code < FIRST_CLOSE_CODE);
  if (reason === LEFT_EARLY || (neverOpen && reason === LEFT)) return { sentence: 'consoleAbandoned', what };
  if (neverOpen) return { sentence: 'consoleNeverOpened', what, reason };
  return reason === LEFT ? { sentence: 'consoleClosed', what } : { sentence: 'consoleLost', what, reason };
}

type Telling = (row: AuditRow) => { sentence: Sentence } & Partial<AuditSentence>;
const tellings: Record<AuditAction, Telling> = {
  'setup.complete': () => ({ sentence: 'setupComplete' }),
  'login.success': () => ({ sentence: 'signedIn' }),
  'login.failure': (row) => ({ sentence: called(row) ? 'signInFailedAs' : 'signInFailed', what: called(row) }),
  'login.throttled': (row) => ({ sentence: called(row) ? 'throttledAs' : 'throttled', what: called(row) }),
  'login.end': (row) => ({ sentence: 'signedOut', reason: text(row, 'reason') }),
  'token.create': (row) => ({ sentence: otherOwner(row) ? 'tokenCreatedFor' : 'tokenCreated', what: token(row), owner: otherOwner(row) }),
  'token.revoke': (row) => ({ sentence: otherOwner(row) ? 'tokenRevokedOf' : 'tokenRevoked', what: token(row), owner: otherOwner(row) }),
  'user.create': (row) => ({ sentence: text(row, 'role') === 'admin' ? 'adminAdded' : 'userAdded', what: named(row) }),
  'user.update': (row) => ({ sentence: changed(text(row, 'role')), what: named(row) }),
  'user.disable': (row) => ({ sentence: 'userDisabled', what: named(row) }),
  'user.enable': (row) => ({ sentence: 'userEnabled', what: named(row) }),
  'user.password': (row) =>
    named(row) === row.actorName ? { sentence: 'passwordChanged' } : { sentence: 'passwordSet', what: named(row) },
  'user.remove': (row) => ({ sentence: 'userRemoved', what: named(row) }),
  'user.invite': (row) => ({ sentence: row.detail.withdrawn === true ? 'inviteWithdrawn' : 'invited', what: named(row) }),
  'user.factors': (row) => ({ sentence: 'factorsReset', what: named(row) }),
  'group.create': (row) => ({ sentence: 'groupAdded', what: group(row) }),
  'group.update': (row) => ({ sentence: 'groupChanged', what: group(row) }),
  'group.remove': (row) => ({ sentence: 'groupRemoved', what: group(row) }),
  'group.join': (row) => ({ sentence: 'groupJoined', what: text(row, 'user'), owner: group(row) }),
  'group.leave': (row) => ({ sentence: 'groupLeft', what: text(row, 'user'), owner: group(row) }),
  'grant.create': (row) => ({ sentence: `granted${reachOf(row)}`, what: holder(row), owner: reached(row) }),
  'grant.update': (row) => ({ sentence: `grantChanged${reachOf(row)}`, what: holder(row), owner: reached(row) }),
  'grant.remove': (row) => ({ sentence: `grantRemoved${reachOf(row)}`, what: holder(row), owner: reached(row) }),
  'factor.add': (row) => ({ sentence: text(row, 'factor') === 'passkey' ? 'passkeyAdded' : 'authenticatorAdded', what: text(row, 'name') }),
  'factor.remove': (row) => ({
    sentence: text(row, 'factor') === 'passkey' ? 'passkeyRemoved' : 'authenticatorRemoved',
    what: text(row, 'name'),
  }),
  'factor.recovery': () => ({ sentence: 'recoveryCodeUsed' }),
  'factor.fresh': (row) => ({ sentence: text(row, 'factor') === 'password' ? 'passwordGiven' : 'factorShown' }),
  'session.end': (row) => ({ sentence: 'consoleEnded', what: row.hostId, owner: text(row, 'user') }),
  'audit.export': () => ({ sentence: 'auditExported' }),
  'audit.prune': () => ({ sentence: 'auditPruned' }),
  'audit.broken': () => ({ sentence: 'auditBroken' }),
  'host.create': (row) => ({ sentence: 'hostAdded', what: row.hostId }),
  'host.update': (row) => ({ sentence: 'hostChanged', what: row.hostId }),
  'host.remove': (row) => ({ sentence: 'hostRemoved', what: row.hostId }),
  'console.open': (row) => ({ sentence: text(row, 'access') === 'view' ? 'consoleWatched' : 'consoleOpened', what: row.hostId }),
  'console.refuse': (row) =>
    row.hostId === '' && text(row, 'count') !== ''
      ? { sentence: 'consolesRefused', what: text(row, 'count'), reason: text(row, 'code') }
      : { sentence: 'consoleRefused', what: row.hostId, reason: text(row, 'code') },
  'console.end': consoleEnd,
  'console.return': (row) => ({ sentence: 'consoleReturned', what: row.hostId }),
  'node.lost': (row) => ({ sentence: 'nodeLost', what: text(row, 'machine'), owner: text(row, 'worker') }),
  'node.return': (row) => ({ sentence: 'nodeReturned', what: text(row, 'machine'), owner: text(row, 'worker') }),
};

function changed(role: string): Sentence {
  if (role === '') return 'userChanged';
  return role === 'admin' ? 'userMadeAdmin' : 'userMadeUser';
}

/** Tokens may be made for somebody else, on the command line. */
function otherOwner(row: AuditRow): string {
  const owner = text(row, 'user');
  return owner === row.actorName ? '' : owner;
}

export function auditSentence(row: AuditRow): AuditSentence {
  return { what: '', owner: '', reason: '', ...tellings[row.action](row) };
}

/** Whoever is no user has a name with a blank in it, which no user's has (server/auth/identity.ts). */
export function actorText(t: Translate, name: string): string {
  if (name === '') return t('actor.somebody');
  if (name === 'command line') return t('actor.commandLine');
  return name === 'the portal' ? t('actor.portal') : name;
}

/** Ready to stand at the sentence's end. A word that this page does not know is shown as it was recorded. */
export function becauseText(t: Translate, reason: string): string {
  if (reason === '') return '';
  const word = reason.replace(/ /g, '_') as Reason;
  return t('because', { reason: t.has(`reason.${word}`) ? t(`reason.${word}`) : reason.replace(/_/g, ' ') });
}

/** Whether somebody was kept from something, or did what nobody may: such rows stand out. */
export function isRefusal(action: AuditAction): boolean {
  return action === 'login.failure' || action === 'login.throttled' || action === 'console.refuse' || action === 'audit.broken';
}
