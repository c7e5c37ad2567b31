import { expect, it } from 'vitest';
import { framed, syslogMessage } from '../../../server/audit/forwarding/syslog-message';
import type { AuditRow } from '../../../server/contract/audit';

const row: AuditRow = {
  ...{ id: 'i1', seq: 7, hash: 'c0ffee', at: Date.UTC(2026, 0, 5, 9), action: 'host.update', actorId: 'u1', actorName: 'anna' },
  ...{ address: '192.0.2.1', hostId: 'web', sessionId: '', detail: { count: 2, empty: null } },
};

it('is what RFC 5424 wants, with everything that the row says', () => {
  expect(syslogMessage(row)).toMatch(
    /^<109>1 2026-01-05T09:00:00\.000Z \S+ vnc-portal \d+ host\.update \[vnc-portal@32473 seq="7" hash="c0ffee" id="i1" action="host\.update" actor="anna" actorId="u1" address="192\.0\.2\.1" host="web" detail\.count="2"\] \uFEFFhost\.update by anna from 192\.0\.2\.1 on web$/,
  );
});

it('says that somebody was refused in a greater severity', () => {
  const priority = (action: AuditRow['action']) => /^<(\d+)>/.exec(syslogMessage({ ...row, action }))![1];
  expect([priority('login.failure'), priority('host.update'), priority('console.open')]).toEqual(['108', '109', '110']);
});

it('lets no text end a value, the data or the message', () => {
  const detail = { 'a=b "]\u00e9': 'x"] \\ <1>\u{1F600}' };
  expect(syslogMessage({ ...row, detail })).toContain(' detail.a_b____="x\\"\\] \\\\ <1>\u{1F600}"] \uFEFF');
});

it('is framed by its length in bytes', () => {
  expect(framed('a\u00e9').toString('latin1')).toBe('3 a\u00c3\u00a9');
});
