'use client';

import { Avatar, Badge, Button, Group } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import type { Pages } from '../api/use-pages';
import { Ago } from '../shell/ago';
import { initials } from '../shell/initials';
import { tableLook, veryWide, wide } from '../shell/table-look';
import { useTimeText } from '../shell/time-text';
import type { PersonDeeds } from './person-deeds';
import type { PersonDialogState } from './person-dialogs';
import { Factors, Groups, Ways } from './person-facts';
import { PersonMenu } from './person-menu';
import classes from '../shell/table.module.css';

interface Props {
  people: Pages<User>;
  onDialog: (state: PersonDialogState) => void;
  deeds: PersonDeeds;
}

export function PeopleTable({ people, onDialog, deeds }: Props) {
  const t = useTranslations('people');
  return (
    <>
      <DataTable
        {...tableLook}
        records={people.items}
        fetching={!people.settled}
        noRecordsText={t('loading')}
        rowClassName={({ disabled }) => (disabled ? classes.dim! : '')}
        columns={[
          { accessor: 'name', title: t('column.person'), render: (user) => <Person user={user} /> },
          { accessor: 'role', title: t('column.role'), visibleMediaQuery: wide, render: ({ role }) => t(`role.${role}`) },
          { accessor: 'groups', title: t('column.groups'), visibleMediaQuery: wide, render: (user) => <Groups user={user} /> },
          { accessor: 'ways', title: t('column.ways'), visibleMediaQuery: veryWide, render: (user) => <Ways user={user} /> },
          { accessor: 'factor', title: t('column.factor'), visibleMediaQuery: wide, render: (user) => <Factors user={user} /> },
          {
            accessor: 'lastSignInAt',
            title: t('column.lastSignIn'),
            visibleMediaQuery: wide,
            render: (user) => <LastSignIn user={user} />,
          },
          {
            accessor: 'menu',
            title: <span className={classes.hidden}>{t('column.menu')}</span>,
            textAlign: 'right',
            width: 60,
            render: (user) => <PersonMenu user={user} onDialog={onDialog} deeds={deeds} />,
          },
        ]}
      />
      {people.hasMore && (
        <Group justify="center">
          <Button variant="default" onClick={people.more} loading={people.loadingMore}>
            {t('more')}
          </Button>
        </Group>
      )}
    </>
  );
}

function LastSignIn({ user: { lastSignInAt, createdAt } }: { user: User }) {
  const t = useTranslations('people');
  const { date } = useTimeText();
  return (
    <span title={`${t('column.since')}: ${date(createdAt)}`}>
      {lastSignInAt === null ? <span className={classes.dim}>{t('never')}</span> : <Ago at={lastSignInAt} />}
    </span>
  );
}

function Person({ user }: { user: User }) {
  const t = useTranslations('people');
  const { name, displayName, role, disabled } = user;
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar size={32} radius="xl" color={disabled ? 'gray' : 'petrol'} aria-hidden>
        {initials(displayName, name)}
      </Avatar>
      <div className={classes.stack}>
        <Group gap={8}>
          <strong>{displayName || name}</strong>
          <Marks user={user} />
        </Group>
        {displayName && displayName !== name && <span className={classes.mono}>{name}</span>}
        <div className={classes.phoneOnly}>
          {t(`role.${role}`)} <Groups user={user} />
        </div>
      </div>
    </Group>
  );
}

/** What is out of the ordinary with an account. */
function Marks({ user: { disabled, invitedUntil, mustChangePassword } }: { user: User }) {
  const t = useTranslations('people');
  const { dateTime } = useTimeText();
  return (
    <>
      {disabled && (
        <Badge size="sm" color="gray" variant="outline" tt="none">
          {t('disabled')}
        </Badge>
      )}
      {invitedUntil !== null && (
        <Badge size="sm" color="orange" variant="light" tt="none" title={t('invitedUntil', { time: dateTime(invitedUntil) })}>
          {t('invited')}
        </Badge>
      )}
      {mustChangePassword && (
        <Badge size="sm" color="orange" variant="light" tt="none">
          {t('mustChange')}
        </Badge>
      )}
    </>
  );
}
