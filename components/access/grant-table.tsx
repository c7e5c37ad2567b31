'use client';

import { Badge, Button, Group } from '@mantine/core';
import { IconUser, IconUsersGroup } from '@tabler/icons-react';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import type { Grant } from '@/server/contract/access';
import type { Pages } from '../api/use-pages';
import { tableLook, veryWide, wide } from '../shell/table-look';
import { useTimeText } from '../shell/time-text';
import { GrantMenu } from './grant-menu';
import { GrantNow } from './grant-state-badge';
import { targetOf } from './grant-text';
import { useHoursText } from './hours-text';
import { useMomentText } from './moment-text';
import table from '../shell/table.module.css';
import classes from './access.module.css';

interface Props {
  grants: Pages<Grant>;
  onEdit: (grant: Grant) => void;
}

export function GrantTable({ grants, onEdit }: Props) {
  const t = useTranslations('access');
  return (
    <>
      <DataTable
        {...tableLook}
        records={grants.items}
        fetching={!grants.settled}
        noRecordsText={t('loading')}
        columns={[
          {
            accessor: 'subject',
            title: t('column.who'),
            render: (grant) => (
              <div className={table.stack}>
                <Who grant={grant} />
                <div className={table.phoneOnly}>
                  <May grant={grant} /> <What grant={grant} />
                  <When grant={grant} />
                  <GrantNow grant={grant} />
                </div>
              </div>
            ),
          },
          { accessor: 'access', title: t('column.may'), visibleMediaQuery: wide, width: 110, render: (grant) => <May grant={grant} /> },
          { accessor: 'target', title: t('column.what'), visibleMediaQuery: wide, render: (grant) => <What grant={grant} /> },
          { accessor: 'when', title: t('column.when'), visibleMediaQuery: wide, render: (grant) => <When grant={grant} /> },
          {
            accessor: 'state',
            title: t('column.state'),
            visibleMediaQuery: wide,
            width: 160,
            render: (grant) => <GrantNow grant={grant} />,
          },
          {
            accessor: 'note',
            title: t('column.note'),
            visibleMediaQuery: veryWide,
            render: ({ note }) => <span className={classes.note}>{note}</span>,
          },
          {
            accessor: 'menu',
            title: <span className={table.hidden}>{t('column.menu')}</span>,
            textAlign: 'right',
            width: 60,
            render: (grant) => <GrantMenu grant={grant} onEdit={onEdit} onRemoved={grants.reload} />,
          },
        ]}
      />
      {grants.hasMore && (
        <Group justify="center">
          <Button variant="default" onClick={grants.more} loading={grants.loadingMore}>
            {t('more')}
          </Button>
        </Group>
      )}
    </>
  );
}

function Who({ grant: { subject, createdAt, createdBy } }: { grant: Grant }) {
  const t = useTranslations('access');
  const { date } = useTimeText();
  const Icon = subject.kind === 'user' ? IconUser : IconUsersGroup;
  return (
    <span className={classes.who} title={t('given', { name: createdBy, date: date(createdAt) })}>
      <Icon size={17} stroke={1.7} role="img" aria-label={t(`subject.${subject.kind}`)} />
      <strong>{subject.name}</strong>
    </span>
  );
}

function May({ grant: { access } }: { grant: Grant }) {
  const t = useTranslations('access');
  return (
    <Badge color={access === 'control' ? 'petrol' : 'gray'} variant="light" tt="none">
      {t(`may.${access}`)}
    </Badge>
  );
}

function What({ grant }: { grant: Grant }) {
  const t = useTranslations('access');
  const { kind } = grant.target;
  if (kind === 'all') return t('everyHost');
  return kind === 'tag' ? t('tagged', { tag: targetOf(grant) }) : <span className={table.mono}>{targetOf(grant)}</span>;
}

function When({ grant: { hours, endsAt } }: { grant: Grant }) {
  const t = useTranslations('access');
  const hoursText = useHoursText();
  const moment = useMomentText();
  return (
    <span className={classes.when}>
      <span>{hours ? hoursText(hours) : t('anyTime')}</span>
      {endsAt !== null && <span>{t('ends', { time: moment(endsAt) })}</span>}
    </span>
  );
}
