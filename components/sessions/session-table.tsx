'use client';

import { Anchor, Badge, Button, Group } from '@mantine/core';
import { IconEye, IconPointer } from '@tabler/icons-react';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { basePath } from '../api/base-path';
import { Lasting } from '../shell/ago';
import { type SizeText, useSizeText } from '../shell/size-text';
import { tableLook, veryWide, wide } from '../shell/table-look';
import classes from '../shell/table.module.css';
import type { PlacedRow } from './find-sessions';
import own from './session-table.module.css';
import type { LiveRow } from './use-sessions';

/** So many rows are quick to draw every two seconds. */
const PAGE = 100;

interface SessionTableProps {
  sessions: PlacedRow[];
  selected: PlacedRow[];
  onSelect: (sessions: PlacedRow[]) => void;
  onEnd: (session: PlacedRow) => void;
}

export function SessionTable({ sessions, selected, onSelect, onEnd }: SessionTableProps) {
  const t = useTranslations('sessions');
  const size = useSizeText();
  const [wanted, setPage] = useState(1);
  const page = Math.min(wanted, Math.max(1, Math.ceil(sessions.length / PAGE)));
  const turns = { page, onPageChange: setPage, totalRecords: sessions.length, recordsPerPage: PAGE };
  return (
    <DataTable
      {...tableLook}
      records={sessions.slice((page - 1) * PAGE, page * PAGE)}
      {...((sessions.length > PAGE ? turns : {}) as typeof turns)}
      selectedRecords={selected}
      onSelectedRecordsChange={onSelect}
      allRecordsSelectionCheckboxProps={{ 'aria-label': t('select.all') }}
      getRecordSelectionCheckboxProps={({ shownName: user, hostName: host }: PlacedRow) => ({
        'aria-label': t('select.one', { user, host }),
      })}
      columns={[
        {
          accessor: 'shownName',
          title: t('column.person'),
          render: (session) => <Who session={session} size={size} />,
        },
        {
          accessor: 'hostName',
          title: t('column.host'),
          visibleMediaQuery: wide,
          render: ({ hostId, hostName }) => (
            <Anchor component={Link} href={`/console/${hostId}`} prefetch={false} size="sm">
              {hostName}
            </Anchor>
          ),
        },
        { accessor: 'access', title: t('column.access'), visibleMediaQuery: wide, render: ({ access }) => <Access access={access} /> },
        { accessor: 'address', title: t('column.from'), visibleMediaQuery: wide, cellsClassName: classes.mono! },
        { accessor: 'target', title: t('column.target'), visibleMediaQuery: veryWide, cellsClassName: classes.mono! },
        {
          accessor: 'place',
          title: t('column.node'),
          visibleMediaQuery: wide,
          hidden: sessions.every(({ place }) => place === ''),
          cellsClassName: own.place!,
        },
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
          render: (session) => <Bytes session={session} size={size} />,
        },
        {
          accessor: 'act',
          title: <span className={classes.hidden}>{t('column.act')}</span>,
          textAlign: 'right',
          render: (session) => <Deeds session={session} onEnd={onEnd} />,
        },
      ]}
    />
  );
}

function Access({ access }: Pick<LiveRow, 'access'>) {
  const t = useTranslations('sessions');
  const Icon = access === 'control' ? IconPointer : IconEye;
  return (
    <Badge
      variant={access === 'control' ? 'light' : 'outline'}
      color={access === 'control' ? 'petrol' : 'gray'}
      leftSection={<Icon size={12} aria-hidden />}
      className={own.access}
    >
      {t(`access.${access}`)}
    </Badge>
  );
}

function Who({ session, size }: { session: PlacedRow; size: SizeText }) {
  const t = useTranslations('sessions');
  const { hostId, hostName, userName, shownName, address, access, startedAt, place } = session;
  return (
    <div className={classes.stack}>
      <span className={own.name}>{shownName}</span>
      {shownName === userName ? null : <span className={own.dim}>{userName}</span>}
      <span className={classes.phoneOnly}>
        <Anchor component={Link} href={`/console/${hostId}`} prefetch={false} size="sm">
          {hostName}
        </Anchor>
      </span>
      <span className={classes.phoneOnly}>{t.rich(`lasting.${access}`, { time: () => <Lasting since={startedAt} />, address })}</span>
      {place === '' ? null : <span className={classes.phoneOnly}>{t('node.carries', { node: place })}</span>}
      <span className={classes.phoneOnly}>
        <Bytes session={session} size={size} />
      </span>
    </div>
  );
}

function Bytes({ session: { rate, bytesToHost, bytesFromHost }, size }: { session: LiveRow; size: SizeText }) {
  const t = useTranslations('sessions');
  if (bytesToHost === null || bytesFromHost === null) return <span className={own.dim}>{t('elsewhere')}</span>;
  return (
    <span className={own.bytes}>
      <span>{rate ? t('rate', { to: size(Math.round(rate.to)), from: size(Math.round(rate.from)) }) : t('noRate')}</span>
      <span className={own.dim}>{t('total', { to: size(bytesToHost), from: size(bytesFromHost) })}</span>
    </span>
  );
}

function Deeds({ session, onEnd }: { session: PlacedRow; onEnd: (session: PlacedRow) => void }) {
  const t = useTranslations('sessions');
  const { hostId, hostName: host, shownName: user } = session;
  return (
    <Group gap={6} justify="flex-end" className={own.deeds}>
      <Button
        component="a"
        href={`${basePath()}/console/${encodeURIComponent(hostId)}?view=1`}
        target="_blank"
        rel="noopener"
        variant="default"
        size="xs"
        aria-label={t('watch.label', { user, host })}
      >
        {t('watch.action')}
      </Button>
      <Button variant="default" size="xs" onClick={() => onEnd(session)} aria-label={t('end.label', { user, host })}>
        {t('end.action')}
      </Button>
    </Group>
  );
}
