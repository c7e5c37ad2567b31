'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import type { User } from '@/server/contract/people';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { useViewer } from '../shell/viewer';
import type { PersonDialogState } from './person-dialogs';
import danger from '../shell/danger.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

function askToDisable(user: User, onChanged: (user: User) => void): void {
  askFirst({
    title: `Disable ${user.name}?`,
    body: 'They are signed out everywhere within a second, their live consoles end, and they cannot sign in or use their API tokens until they are enabled again.',
    confirm: 'Disable',
    act: async () => {
      onChanged(await call('updateUser', { params: { id: user.id }, body: { disabled: true } }));
      notifyDone(`${user.name} is disabled.`);
    },
  });
}

async function enable(user: User, onChanged: (user: User) => void): Promise<void> {
  try {
    onChanged(await call('updateUser', { params: { id: user.id }, body: { disabled: false } }));
    notifyDone(`${user.name} may sign in again.`);
  } catch (error) {
    notifyProblem(`${user.name} is still disabled`, error);
  }
}

interface Props {
  user: User;
  onDialog: (state: PersonDialogState) => void;
  onChanged: (user: User) => void;
}

export function PersonMenu({ user, onDialog, onChanged }: Props) {
  const self = useViewer().id === user.id;
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`What can be done with ${user.name}`}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onDialog({ kind: 'edit', user })}>
          Name and role
        </Menu.Item>
        {!self && (
          <>
            <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onDialog({ kind: 'password', user })}>
              Set a password
            </Menu.Item>
            <Menu.Divider />
            {user.disabled ? (
              <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={() => void enable(user, onChanged)}>
                Enable
              </Menu.Item>
            ) : (
              <Menu.Item className={danger.item} leftSection={<IconUserOff {...icon} />} onClick={() => askToDisable(user, onChanged)}>
                Disable
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
