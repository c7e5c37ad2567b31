'use client';

import { Avatar, Badge, Button, Group } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import type { User } from '@/server/contract/people';
import type { Pages } from '../api/use-pages';
import { Ago } from '../shell/ago';
import { initials } from '../shell/initials';
import { tableLook, wide } from '../shell/table-look';
import { dateText } from '../shell/time-text';
import type { PersonDialogState } from './person-dialogs';
import { PersonMenu } from './person-menu';
import classes from '../shell/table.module.css';

interface Props {
  people: Pages<User> & { replace: (user: User) => void };
  onDialog: (state: PersonDialogState) => void;
}

export function PeopleTable({ people, onDialog }: Props) {
  return (
    <>
      <DataTable
        {...tableLook}
        records={people.items}
        fetching={!people.settled}
        noRecordsText="Loading…"
        rowClassName={({ disabled }) => (disabled ? classes.dim! : '')}
        columns={[
          { accessor: 'name', title: 'Person', render: (user) => <Person user={user} /> },
          { accessor: 'role', title: 'Role', visibleMediaQuery: wide, render: ({ role }) => (role === 'admin' ? 'Administrator' : 'User') },
          {
            accessor: 'lastSignInAt',
            title: 'Last sign-in',
            visibleMediaQuery: wide,
            render: ({ lastSignInAt }) => (lastSignInAt === null ? <span className={classes.dim}>never</span> : <Ago at={lastSignInAt} />),
          },
          { accessor: 'createdAt', title: 'Since', visibleMediaQuery: wide, render: ({ createdAt }) => dateText(createdAt) },
          {
            accessor: 'menu',
            title: <span className={classes.hidden}>What can be done</span>,
            textAlign: 'right',
            width: 60,
            render: (user) => <PersonMenu user={user} onDialog={onDialog} onChanged={people.replace} />,
          },
        ]}
      />
      {people.hasMore && (
        <Group justify="center">
          <Button variant="default" onClick={people.more} loading={people.loadingMore}>
            Show more
          </Button>
        </Group>
      )}
    </>
  );
}

function Person({ user }: { user: User }) {
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
              disabled
            </Badge>
          )}
        </Group>
        {displayName && displayName !== name && <span className={classes.mono}>{name}</span>}
        <span className={classes.phoneOnly}>{role === 'admin' ? 'Administrator' : 'User'}</span>
      </div>
    </Group>
  );
}
