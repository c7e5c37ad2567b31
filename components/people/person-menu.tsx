'use client';

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconKey,
  IconApi,
  IconLockExclamation,
  IconListDetails,
  IconLogout,
  IconMailOff,
  IconMailPlus,
  IconPencil,
  IconQuestionMark,
  IconShieldOff,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import { grantsPath, whyPath } from '../access/grant-query';
import { useViewer } from '../shell/viewer';
import type { PersonDeeds } from './person-deeds';
import type { PersonDialogState } from './person-dialogs';
import danger from '../shell/danger.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

interface Props {
  user: User;
  onDialog: (state: PersonDialogState) => void;
  deeds: PersonDeeds;
}

export function PersonMenu({ user, onDialog, deeds }: Props) {
  const t = useTranslations('people');
  const self = useViewer().id === user.id;
  return (
    <Menu width={240} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('menu', { name: user.name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onDialog({ kind: 'edit', user })}>
          {t('edit.open')}
        </Menu.Item>
        <Menu.Item component={Link} href={grantsPath({ user: user.id })} leftSection={<IconListDetails {...icon} />}>
          {t('access.grants')}
        </Menu.Item>
        <Menu.Item component={Link} href={whyPath({ user: user.id })} leftSection={<IconQuestionMark {...icon} />}>
          {t('access.why')}
        </Menu.Item>
        {!self && <OthersItems user={user} onDialog={onDialog} deeds={deeds} />}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What one does to one's own account stands on the account page, where the own password is asked for. */
function OthersItems({ user, onDialog, deeds }: Props) {
  const t = useTranslations('people');
  const hasFactors = user.totp || user.passkeys > 0;
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onDialog({ kind: 'password', user })}>
        {t('password.open')}
      </Menu.Item>
      {user.hasPassword && !user.mustChangePassword && (
        <Menu.Item leftSection={<IconLockExclamation {...icon} />} onClick={() => deeds.demandPassword(user)}>
          {t('demand.open')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconMailPlus {...icon} />} onClick={() => onDialog({ kind: 'invite', user })}>
        {user.invitedUntil === null ? t('invite.open') : t('invite.again')}
      </Menu.Item>
      {user.invitedUntil !== null && (
        <Menu.Item leftSection={<IconMailOff {...icon} />} onClick={() => deeds.withdrawInvite(user)}>
          {t('invite.withdraw.open')}
        </Menu.Item>
      )}
      {user.tokens > 0 && (
        <Menu.Item leftSection={<IconApi {...icon} />} onClick={() => onDialog({ kind: 'tokens', user })}>
          {t('tokens.open', { count: user.tokens })}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => deeds.signOut(user)}>
        {t('signOut.open')}
      </Menu.Item>
      {hasFactors && (
        <Menu.Item leftSection={<IconShieldOff {...icon} />} onClick={() => deeds.resetFactors(user)}>
          {t('factors.open')}
        </Menu.Item>
      )}
      <Menu.Divider />
      {user.disabled ? (
        <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={() => deeds.enable(user)}>
          {t('enable.open')}
        </Menu.Item>
      ) : (
        <Menu.Item className={danger['item']} leftSection={<IconUserOff {...icon} />} onClick={() => deeds.disable(user)}>
          {t('disable.open')}
        </Menu.Item>
      )}
      <Menu.Item className={danger['item']} leftSection={<IconTrash {...icon} />} onClick={() => deeds.remove(user)}>
        {t('removal.open')}
      </Menu.Item>
    </>
  );
}
