'use client';

import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { signOut } from '../account/sign-in';
import { initials } from './initials';
import { LanguageItems } from './language-items';
import { notifyProblem } from './notify';
import { useViewer } from './viewer';
import classes from './shell.module.css';

export function AccountMenu() {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  const { name, displayName, role } = useViewer();
  const shown = displayName || name;
  return (
    <Menu width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <Avatar size={28} radius="xl" color="petrol" variant="light" aria-hidden>
            {initials(displayName, name)}
          </Avatar>
          <span className={classes.accountName}>
            {t.rich('account.of', { name: shown, hidden: (chunks) => <VisuallyHidden>{chunks}</VisuallyHidden> })}
          </span>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.signedInAs}>
          {role === 'admin' ? t('account.signedInAsAdmin', { name }) : t('account.signedInAs', { name })}
        </Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} stroke={1.7} aria-hidden />}>
          {t('account.page')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{common('language.label')}</Menu.Label>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} aria-hidden />}
          onClick={() => void signOut().catch((error: unknown) => notifyProblem(t('account.stillSignedIn'), error))}
        >
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
