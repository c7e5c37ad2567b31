'use client';

import { Badge } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { Grant } from '@/server/contract/access';
import { useTextByClock } from '../shell/clock';
import { grantState, type GrantState } from './grant-state';

const colors: Record<GrantState, string> = { counts: 'petrol', ended: 'gray', outside_hours: 'orange' };

export function StateBadge({ state }: { state: GrantState }) {
  const t = useTranslations('access');
  return (
    <Badge color={colors[state]} variant={state === 'ended' ? 'outline' : 'light'} tt="none" size="md">
      {t(`state.${state}`)}
    </Badge>
  );
}

/** Whether a grant counts, as the clock goes on. */
export function GrantNow({ grant }: { grant: Grant }) {
  const state = useTextByClock(useCallback((now: number) => grantState(grant, now), [grant])) as GrantState | '';
  return state === '' ? null : <StateBadge state={state} />;
}
