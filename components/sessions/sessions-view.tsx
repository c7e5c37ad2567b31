'use client';

import { Skeleton, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { SessionTable } from './session-table';
import { useSessions } from './use-sessions';

/** Who works where at this moment. */
export function SessionsView() {
  const t = useTranslations('sessions');
  const { sessions, error, reload } = useSessions();
  const people = new Set(sessions?.map(({ userId }) => userId)).size;
  const note = sessions && sessions.length > 0 ? t('counts', { consoles: sessions.length, people }) : t('note');
  return (
    <>
      <PageHead title={t('title')} note={note} />
      <Stack gap="md">
        {error && <Problem title={t('stale')} error={error} retry={reload} />}
        {!sessions && !error && <Skeleton height={180} radius="lg" role="status" aria-label={t('loading')} />}
        {sessions?.length === 0 && (
          <Empty title={t('none')}>
            <p>{t('noneNote')}</p>
          </Empty>
        )}
        {sessions && sessions.length > 0 && <SessionTable sessions={sessions} onEnded={reload} />}
      </Stack>
    </>
  );
}
