'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { TokenScope } from '@/server/contract/token-scope';

/** Gives what a token may do, and where, in words. */
export function useScopeText(): (scope: TokenScope) => string {
  const t = useTranslations('account');
  const format = useFormatter();
  return useCallback(
    ({ powers, hosts = [], tags = [] }) => {
      const words = format.list(powers.map((power) => t(`tokens.power.${power}`)));
      const places = [...hosts, ...tags.map((tag) => t('tokens.tagNamed', { tag }))];
      return places.length === 0
        ? t('tokens.may', { powers: words })
        : t('tokens.mayWhere', { powers: words, where: format.list(places, { type: 'disjunction' }) });
    },
    [t, format],
  );
}
