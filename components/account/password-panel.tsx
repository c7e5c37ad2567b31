'use client';

import { Skeleton } from '@mantine/core';
import { useFormatter, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Problem } from '../shell/problem';
import { Panel } from './panel';
import { PasswordChange } from './password-change';
import { useWayText } from './sign-in-way';
import classes from './account.module.css';

/** The password of the account, if it has one here. */
export function PasswordPanel() {
  const t = useTranslations('account');
  const format = useFormatter();
  const wayText = useWayText();
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('getMe', { signal }), []));
  if (data?.hasPassword) return <PasswordChange tokens={data.tokens} />;
  return (
    <Panel title={t('password.title')}>
      {error && <Problem title={t('password.unreadable')} error={error} retry={reload} />}
      {!data && !error && <Skeleton height={120} radius="md" />}
      {data && (
        <p className={classes.none}>
          {data.providers.length > 0 ? t('password.none', { ways: format.list(data.providers.map(wayText)) }) : t('password.noneAtAll')}
        </p>
      )}
    </Panel>
  );
}
