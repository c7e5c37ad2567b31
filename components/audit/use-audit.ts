'use client';

import { useCallback } from 'react';
import type { AuditRow } from '@/server/contract/audit';
import { call } from '../api/client';
import { usePages } from '../api/use-pages';
import { type AuditFilter, dayEnd, dayStart } from './audit-query';

const PAGE = 50;

export function useAudit({ actor, action, host, from, to }: AuditFilter) {
  return usePages<AuditRow>(
    useCallback(
      (cursor, signal) => {
        const days = { ...(from ? { from: dayStart(from) } : {}), ...(to ? { to: dayEnd(to) } : {}) };
        const query = {
          ...days,
          ...(actor ? { actor } : {}),
          ...(action ? { action } : {}),
          ...(host ? { host } : {}),
          cursor,
          limit: PAGE,
        };
        return call('listAudit', { query, signal });
      },
      [actor, action, host, from, to],
    ),
  );
}
