import { describe, expect, it } from 'vitest';
import { actorText, auditSentence, becauseText, isRefusal } from '@/components/audit/audit-sentence';
import { particulars } from '@/components/audit/particulars';
import { makeSizeText } from '@/components/shell/size-text';
import { makeTimeText } from '@/components/shell/time-text';
import { type Locale, locales } from '@/server/contract/locale';
import { auditActions, type AuditRow } from '@/server/contract/audit';
import { closeReasons, recordedReason, silentEnds } from '@/server/gateway/close-codes';
import { translator } from '../../../support/translator';

function row(action: AuditRow['action'], more: Partial<AuditRow> = {}): AuditRow {
  return {
    id: '1',
    seq: 7,
    hash: 'c0ffee',
    at: 0,
    action,
    actorId: 'u1',
    actorName: 'ada',
    address: '10.0.0.9',
    hostId: '',
    sessionId: '',
    detail: {},
    ...more,
  };
}
function said(of: AuditRow, locale: Locale = 'en'): string {
  const t = translator(locale, 'audit');
  const { sentence, what, owner, reason } = auditSentence(of);
  const who = actorText(t, of.actorName);
  return `${t.markup(`sentence.${sentence}`, { who, what, owner, b: (chunks) => chunks })}${becauseText(t, reason)}`;
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
    [
      row('console.refuse', { detail: { code: 'host_not_found', count: 340, from: 1, to: 2 } }),
      'ada was refused 340 more times within a minute: host not found',
    ],
    [row('console.end', { hostId: 'build-1', detail: { reason: 'access_revoked' } }), 'ada lost the console to build-1: access taken away'],
    [
      row('console.end', { hostId: 'build-1', detail: { code: 502, reason: 'host_unreachable' } }),
      'ada could not open the console to build-1: host unreachable',
    ],
    [
      row('console.end', { hostId: 'build-1', detail: { code: 1011, reason: 'host_login_failed', opened: false } }),
      'ada could not open the console to build-1: host login failed',
    ],
    [
      row('console.end', { hostId: 'build-1', detail: { code: 1006, reason: 'left before the host answered' } }),
      'ada left before the console to build-1 was open',
    ],
  ])('says what happened (%#)', (of, text) => {
    expect(said(of)).toBe(text);
  });

  it.each(auditActions)('has words for %s in every language, even when nothing more is known', (action) => {
    for (const locale of locales) {
      const t = translator(locale, 'audit');
      expect(said(row(action, { actorName: '' }), locale)).toMatch(/^(Somebody|有人) \S/);
      expect(t(`action.${action}`)).not.toContain('action.');
    }
  });

  it('says it in Chinese word order', () => {
    expect(said(row('console.open', { hostId: 'build-1' }), 'zh-CN')).toBe('ada 打开了 build-1 的控制台');
    expect(said(row('console.end', { hostId: 'build-1', detail: { reason: 'signed out' } }), 'zh-CN')).toBe(
      'ada 与 build-1 的控制台断开：已退出登录',
    );
  });
});

it('has words for every way in which the portal ends a console', () => {
  const t = translator('zh-CN', 'audit');
  const words = [...Object.values(closeReasons), silentEnds.lost, silentEnds.hostLeft].map((reason) =>
    becauseText(t, recordedReason(reason)),
  );
  for (const text of words) expect(text).toMatch(/^：[^a-z]+$/);
});

it('shows a reason that it does not know as it was recorded', () => {
  expect(becauseText(translator('zh-CN', 'audit'), 'something_new')).toBe('：something new');
});

it('marks what was refused', () => {
  expect(auditActions.filter(isRefusal)).toEqual(['login.failure', 'login.throttled', 'audit.broken', 'console.refuse']);
});

it('gives the rest of a row in readable units', () => {
  const of = row('console.end', { hostId: 'build-1', detail: { code: 1000, ms: 65_000, bytesFromHost: 1200, via: 'login', x: null } });
  expect(particulars(of, { t: translator('en', 'audit'), times: makeTimeText('en', 'en-GB', ''), size: makeSizeText('en-GB') })).toEqual([
    ['Address', '10.0.0.9'],
    ['Host', 'build-1'],
    ['Code', '1000'],
    ['Lasted', '1 min 05 sec'],
    ['From the host', '1.2 kB'],
    ['By', 'login'],
    ['Row', '7'],
    ['Hash', 'c0ffee'],
  ]);
});
