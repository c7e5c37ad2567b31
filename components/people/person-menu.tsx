'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { useViewer } from '../shell/viewer';
import type { PersonDialogState } from './person-dialogs';
import danger from '../shell/danger.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

type Translate = ReturnType<typeof useTranslations<'people'>>;

function askToDisable(t: Translate, user: User, onChanged: (user: User) => void): void {
  askFirst({
    title: t('disable.title', { name: user.name }),
    body: t('disable.body'),
    confirm: t('disable.open'),
    act: async () => {
      onChanged(await call('updateUser', { params: { id: user.id }, body: { disabled: true } }));
      notifyDone(t('disable.done', { name: user.name }));
    },
  });
}

async function enable(t: Translate, user: User, onChanged: (user: User) => void): Promise<void> {
  try {
    onChanged(await call('updateUser', { params: { id: user.id }, body: { disabled: false } }));
    notifyDone(t('enable.done', { name: user.name }));
  } catch (error) {
    notifyProblem(t('enable.failed', { name: user.name }), error);
  }
}

interface Props {
  user: User;
  onDialog: (state: PersonDialogState) => void;
  onChanged: (user: User) => void;
}

export function PersonMenu({ user, onDialog, onChanged }: Props) {
  const t = useTranslations('people');
  const self = useViewer().id === user.id;
  return (
    <Menu width={200} withinPortal={false} floatingStrategy="fixed">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('menu', { name: user.name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onDialog({ kind: 'edit', user })}>
          {t('edit.open')}
        </Menu.Item>
        {!self && (
          <>
            <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onDialog({ kind: 'password', user })}>
              {t('password.open')}
            </Menu.Item>
            <Menu.Divider />
            {user.disabled ? (
              <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={() => void enable(t, user, onChanged)}>
                {t('enable.open')}
              </Menu.Item>
            ) : (
              <Menu.Item className={danger.item} leftSection={<IconUserOff {...icon} />} onClick={() => askToDisable(t, user, onChanged)}>
                {t('disable.open')}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
