'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { SignInOptions } from '@/server/contract/factors';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

type Place = SignInOptions['providers'][number];

const ways = ['password', 'passkey', 'invite', 'ldap', 'proxy'] as const;
const nowhere: readonly Place[] = [];

/** Gives how somebody signs in, in words. Of a place that is no more, or not known yet, the id has to do. */
export function useWayText(): (provider: string) => string {
  const t = useTranslations('account');
  const { data } = useResource(useCallback((signal: AbortSignal) => call('getSignInOptions', { signal }), []));
  const places = data?.providers ?? nowhere;
  return useCallback(
    (provider) => {
      const way = ways.find((known) => known === provider);
      if (way) return t(`logins.how.${way}`);
      return t('logins.how.elsewhere', { name: places.find(({ id }) => id === provider)?.name ?? provider });
    },
    [t, places],
  );
}
