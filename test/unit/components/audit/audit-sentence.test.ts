import { describe, expect, it } from 'vitest';
import { actionNames, auditSentence, isRefusal } from '@/components/audit/audit-sentence';
import { particulars } from '@/components/audit/particulars';
import { auditActions, type AuditRow } from '@/server/contract/audit';

function row(action: AuditRow['action'], more: Partial<AuditRow> = {}): AuditRow {
  return { id: '1', at: 0, action, actorId: 'u1', actorName: 'ada', address: '10.0.0.9', hostId: '', sessionId: '', detail: {}, ...more };
}
function said(of: AuditRow): string {
  const { who, did, what, rest } = auditSentence(of);
  return `${who} ${did}${what && ` ${what}`}${rest}`;
}

describe('auditSentence', () => {
  it.each([
    [row('login.success'), 'ada signed in'],
    [row('login.failure', { actorName: '', detail: { name: 'root' } }), 'Somebody failed to sign in as root'],
    [row('login.failure'), 'ada failed to sign in'],
    [row('user.create', { detail: { user: 'bob', role: 'admin' } }), 'ada added the administrator bob'],
    [row('user.update', { detail: { user: 'bob', role: 'user' } }), 'ada changed the user bob, who is a user now'],
    [row('user.password', { detail: { user: 'ada' } }), 'ada changed their password'],
    [row('user.password', { detail: { user: 'bob' } }), 'ada set a password for bob'],
    [
      row('token.create', { actorName: 'command line', detail: { name: 'backup', user: 'bob' } }),
      'command line created the API token backup of bob',
    ],
    [row('host.remove', { hostId: 'build-1' }), 'ada removed the host build-1'],
    [row('console.open', { hostId: 'build-1', detail: { access: 'control' } }), 'ada opened a console to build-1'],
    [row('console.open', { hostId: 'build-1', detail: { access: 'view' } }), 'ada began to watch build-1'],
    [row('console.refuse', { hostId: 'build-1', detail: { code: 'host_timeout' } }), 'ada was refused a console to build-1: host timeout'],
    [row('console.end', { hostId: 'build-1', detail: { reason: 'signed out' } }), 'ada lost the console to build-1: signed out'],
    [row('console.end', { hostId: 'build-1', detail: { reason: 'closed in the browser' } }), 'ada closed the console to build-1'],
  ])('says what happened (%#)', (of, text) => {
    expect(said(of)).toBe(text);
  });

  it.each(auditActions)('has words for %s even when nothing more is known', (action) => {
    expect(said(row(action, { actorName: '' }))).toMatch(/^Somebody \S.*[^ ]$/);
    expect(actionNames[action]).not.toBe('');
  });
});

it('marks what was refused', () => {
  expect(auditActions.filter(isRefusal)).toEqual(['login.failure', 'login.throttled', 'console.refuse']);
});

it('gives the rest of a row in readable units', () => {
  const of = row('console.end', { hostId: 'build-1', detail: { code: 1000, ms: 65_000, bytesFromHost: 1200, via: 'login', x: null } });
  expect(particulars(of)).toEqual([
    ['Address', '10.0.0.9'],
    ['Host', 'build-1'],
    ['Code', '1000'],
    ['Lasted', '1 min 05 s'],
    ['From the host', '1.2 kB'],
    ['By', 'login'],
  ]);
});
