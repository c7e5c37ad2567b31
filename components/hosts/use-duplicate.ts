'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { HostRow } from '@/server/contract/host';
import { call } from '../api/client';
import { notifyProblem } from '../shell/notify';
import { nextInRow, stemOf } from './form/next-in-row';
import type { Edited } from './host-drawer';

/** As many as one answer holds: with more hosts of one kind the form says that an id is taken. */
const LIMIT = 500;

/** Opens the form for another host like this one, with an id that is free. */
export function useDuplicate(open: (edited: Edited) => void): (host: HostRow) => void {
  const t = useTranslations('hosts');
  return useCallback(
    (host) => {
      call('listHosts', { query: { q: stemOf(host.id), sort: 'id', limit: LIMIT } }).then(
        ({ items }) => {
          const next = nextInRow(
            host,
            items.map(({ id }) => id),
          );
          open({ kind: 'copy', host, ...next });
        },
        (error: unknown) => notifyProblem(t('notCurrent'), error),
      );
    },
    [open, t],
  );
}
