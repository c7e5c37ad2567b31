'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Grant } from '@/server/contract/access';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import danger from '../shell/danger.module.css';
import { useGrantSentence } from './grant-text';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

interface Props {
  grant: Grant;
  onEdit: (grant: Grant) => void;
  onRemoved: () => void;
}

export function GrantMenu({ grant, onEdit, onRemoved }: Props) {
  const t = useTranslations('access');
  const sentence = useGrantSentence();
  const remove = () =>
    askFirst({
      title: t('removal.title'),
      body: t('removal.body', { sentence: sentence(grant) }),
      confirm: t('removal.confirm'),
      act: async () => {
        await call('removeGrant', { params: { id: grant.id } });
        notifyDone(t('removal.done'));
        onRemoved();
      },
    });
  return (
    <Menu width={180} withinPortal={false} floatingStrategy="fixed">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('menu', { name: grant.subject.name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(grant)}>
          {t('form.edit')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item className={danger.item} leftSection={<IconTrash {...icon} />} onClick={remove}>
          {t('removal.open')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
