import { expect, it } from 'vitest';
import { dayEnd, dayStart, readAuditFilter } from '@/components/audit/audit-query';

it('reads the filter from the address bar, without what makes no sense', () => {
  expect(readAuditFilter(new URLSearchParams('actor=ada&action=host.create&from=2026-02-30x&to=2026-01-31'))).toEqual({
    actor: 'ada',
    action: 'host.create',
    host: '',
    from: '',
    to: '2026-01-31',
  });
  expect(readAuditFilter(new URLSearchParams('action=made.up')).action).toBe('');
});

it('ends a day one millisecond before the next begins', () => {
  expect(dayEnd('2026-01-31') + 1).toBe(dayStart('2026-02-01'));
});
