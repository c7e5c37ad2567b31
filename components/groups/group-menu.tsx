'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconListDetails, IconPencil, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Group } from '@/server/contract/access';
import { grantsPath } from '../access/grant-query';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import danger from '../shell/danger.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

interface Props {
  group: Group;
  onOpen: (group: Group) => void;
  onEdit: (group: Group) => void;
  onRemoved: () => void;
}

export function GroupMenu({ group, onOpen, onEdit, onRemoved }: Props) {
  const t = useTranslations('groups');
  const { id, name, members } = group;
  const remove = () =>
    askFirst({
      title: t('removal.title', { name }),
      body: t('removal.body', { count: members }),
      confirm: t('removal.confirm'),
      act: async () => {
        await call('removeGroup', { params: { id } });
        notifyDone(t('removal.done', { name }));
        onRemoved();
      },
    });
  return (
    <Menu width={220} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('menu', { name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUsersGroup {...icon} />} onClick={() => onOpen(group)}>
          {t('open')}
        </Menu.Item>
        <Menu.Item component={Link} href={grantsPath({ group: id })} leftSection={<IconListDetails {...icon} />}>
          {t('grants')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(group)}>
          {t('edit.open')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item className={danger.item} leftSection={<IconTrash {...icon} />} onClick={remove}>
          {t('removal.open')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
