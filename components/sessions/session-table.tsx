'use client';

import { Anchor, Button } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { Session } from '@/server/contract/session';
import { call } from '../api/client';
import { Lasting } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { useSizeText } from '../shell/size-text';
import { tableLook, veryWide, wide } from '../shell/table-look';
import classes from '../shell/table.module.css';

type Translate = ReturnType<typeof useTranslations<'sessions'>>;

function askToEnd(t: Translate, { id, userName: user, hostName: host }: Session, onEnded: () => void): void {
  askFirst({
    title: t('end.title'),
    body: t('end.body', { user, host }),
    confirm: t('end.confirm'),
    act: async () => {
      await call('endSession', { params: { id } });
      notifyDone(t('end.done', { user, host }));
      onEnded();
    },
  });
}

export function SessionTable({ sessions, onEnded }: { sessions: Session[]; onEnded: () => void }) {
  const t = useTranslations('sessions');
  const size = useSizeText();
  return (
    <DataTable
      {...tableLook}
      records={sessions}
      columns={[
        {
          accessor: 'hostName',
          title: t('column.host'),
          render: ({ hostId, hostName, userName, address, access, startedAt }) => (
            <div className={classes.stack}>
              <Anchor component={Link} href={`/console/${hostId}`} prefetch={false} fw={600} size="sm">
                {hostName}
              </Anchor>
              <span className={classes.phoneOnly}>{t('personFrom', { name: userName, address })}</span>
              <span className={classes.phoneOnly}>{t.rich(`lasting.${access}`, { time: () => <Lasting since={startedAt} /> })}</span>
            </div>
          ),
        },
        { accessor: 'userName', title: t('column.person'), visibleMediaQuery: wide },
        { accessor: 'address', title: t('column.from'), visibleMediaQuery: wide, cellsClassName: classes.mono! },
        { accessor: 'access', title: t('column.access'), visibleMediaQuery: wide, render: ({ access }) => t(`access.${access}`) },
        { accessor: 'target', title: t('column.target'), visibleMediaQuery: veryWide, cellsClassName: classes.mono! },
        {
          accessor: 'startedAt',
          title: t('column.open'),
          visibleMediaQuery: wide,
          noWrap: true,
          render: ({ startedAt }) => <Lasting since={startedAt} />,
        },
        {
          accessor: 'bytes',
          title: t('column.bytes'),
          visibleMediaQuery: wide,
          noWrap: true,
          cellsClassName: classes.numbers!,
          render: ({ bytesToHost, bytesFromHost }) => `${size(bytesToHost)} / ${size(bytesFromHost)}`,
        },
        {
          accessor: 'end',
          title: <span className={classes.hidden}>{t('column.end')}</span>,
          textAlign: 'right',
          width: 80,
          render: (session) => (
            <Button
              variant="default"
              size="xs"
              onClick={() => askToEnd(t, session, onEnded)}
              aria-label={t('end.label', { user: session.userName, host: session.hostName })}
            >
              {t('end.action')}
            </Button>
          ),
        },
      ]}
    />
  );
}
