'use client';

import { Anchor, Button, Group as Row } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import type { Group } from '@/server/contract/access';
import type { Pages } from '../api/use-pages';
import { tableLook, wide } from '../shell/table-look';
import { useTimeText } from '../shell/time-text';
import { GroupMenu } from './group-menu';
import classes from '../shell/table.module.css';

interface Props {
  groups: Pages<Group>;
  onOpen: (group: Group) => void;
  onEdit: (group: Group) => void;
}

export function GroupTable({ groups, onOpen, onEdit }: Props) {
  const t = useTranslations('groups');
  const { date } = useTimeText();
  return (
    <>
      <DataTable
        {...tableLook}
        records={groups.items}
        fetching={!groups.settled}
        noRecordsText={t('loading')}
        columns={[
          {
            accessor: 'name',
            title: t('column.name'),
            render: (group) => (
              <div className={classes.stack}>
                <strong>{group.name}</strong>
                {group.description && <span className={classes.dim}>{group.description}</span>}
              </div>
            ),
          },
          {
            accessor: 'members',
            title: t('column.members'),
            width: 130,
            render: (group) => (
              <Anchor component="button" type="button" size="sm" onClick={() => onOpen(group)} title={t('open')}>
                {t('members', { count: group.members })}
              </Anchor>
            ),
          },
          { accessor: 'createdAt', title: t('column.since'), visibleMediaQuery: wide, render: ({ createdAt }) => date(createdAt) },
          {
            accessor: 'menu',
            title: <span className={classes.hidden}>{t('column.menu')}</span>,
            textAlign: 'right',
            width: 60,
            render: (group) => <GroupMenu group={group} onOpen={onOpen} onEdit={onEdit} onRemoved={groups.reload} />,
          },
        ]}
      />
      {groups.hasMore && (
        <Row justify="center">
          <Button variant="default" onClick={groups.more} loading={groups.loadingMore}>
            {t('more')}
          </Button>
        </Row>
      )}
    </>
  );
}
