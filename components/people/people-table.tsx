'use client';

import { Avatar, Badge, Button, Group } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import type { Pages } from '../api/use-pages';
import { Ago } from '../shell/ago';
import { initials } from '../shell/initials';
import { tableLook, wide } from '../shell/table-look';
import { useTimeText } from '../shell/time-text';
import type { PersonDialogState } from './person-dialogs';
import { PersonMenu } from './person-menu';
import classes from '../shell/table.module.css';

interface Props {
  people: Pages<User> & { replace: (user: User) => void };
  onDialog: (state: PersonDialogState) => void;
}

export function PeopleTable({ people, onDialog }: Props) {
  const t = useTranslations('people');
  const { date } = useTimeText();
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
          {
            accessor: 'lastSignInAt',
            title: t('column.lastSignIn'),
            visibleMediaQuery: wide,
            render: ({ lastSignInAt }) =>
              lastSignInAt === null ? <span className={classes.dim}>{t('never')}</span> : <Ago at={lastSignInAt} />,
          },
          { accessor: 'createdAt', title: t('column.since'), visibleMediaQuery: wide, render: ({ createdAt }) => date(createdAt) },
          {
            accessor: 'menu',
            title: <span className={classes.hidden}>{t('column.menu')}</span>,
            textAlign: 'right',
            width: 60,
            render: (user) => <PersonMenu user={user} onDialog={onDialog} onChanged={people.replace} />,
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
          {disabled && (
            <Badge size="sm" color="gray" variant="outline" tt="none">
              {t('disabled')}
            </Badge>
          )}
        </Group>
        {displayName && displayName !== name && <span className={classes.mono}>{name}</span>}
        <span className={classes.phoneOnly}>{t(`role.${role}`)}</span>
      </div>
    </Group>
  );
}
