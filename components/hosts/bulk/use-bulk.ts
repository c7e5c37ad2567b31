'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { BodyInput, operations } from '@/server/contract/operations';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { notifyDone } from '../../shell/notify';
import type { ListQuery } from '../host-query';
import type { Selection } from '../use-selection';

type Body = BodyInput<typeof operations.bulkHosts>;
export type Target = Pick<Body, 'ids' | 'query' | 'expect'>;
export type Change = NonNullable<Body['change']>;

/** Which hosts are meant, and how many: should there be more or fewer by then, nothing is done to them. */
export function targetOf({ ids, all }: Selection, { q, tag }: ListQuery): Target {
  if (all === null) return { ids: [...ids], expect: ids.size };
  return { query: { q, ...(tag ? { tag } : {}) }, expect: all };
}

/**
 * A change to the selected hosts. Where it ends consoles it has to be submitted twice: `ends` says how many, until the change is another one.
 */
export function useBulkChange(target: Target, change: Change | null, onDone: () => void) {
  const t = useTranslations('hosts');
  const [asked, setAsked] = useState<{ about: string; ends: number } | null>(null);
  const about = JSON.stringify([target, change]);
  const ends = asked?.about === about ? asked.ends : null;
  const { run, busy, error } = useAction(
    useCallback(async () => {
      if (!change) return;
      if (ends === null) {
        const { ended } = await call('bulkHosts', { body: { ...target, change, dryRun: true } });
        if (ended > 0) {
          setAsked({ about, ends: ended });
          return;
        }
      }
      const { changed } = await call('bulkHosts', { body: { ...target, change } });
      notifyDone(t('bulk.done', { count: changed }));
      onDone();
    }, [target, change, about, ends, onDone, t]),
  );
  return { submit: () => void run(), ends, busy, error };
}
