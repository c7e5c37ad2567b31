'use client';

import { useCallback } from 'react';
import type { AuditRow } from '@/server/contract/audit';
import { call } from '../api/client';
import { usePages } from '../api/use-pages';
import { type AuditFilter, filterQuery } from './audit-query';

const PAGE = 50;

export function useAudit({ actor, action, host, from, to }: AuditFilter) {
  return usePages<AuditRow>(
    useCallback(
      (cursor, signal) => {
        const query = { ...filterQuery({ actor, action, host, from, to }), cursor, limit: PAGE };
        return call('listAudit', { query, signal });
      },
      [actor, action, host, from, to],
    ),
  );
}
