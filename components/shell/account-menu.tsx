'use client';

import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { signOut } from '../account/sign-in';
import { initials } from './initials';
import { notifyProblem } from './notify';
import { useViewer } from './viewer';
import classes from './shell.module.css';

export function AccountMenu() {
  const viewer = useViewer();
  const shown = viewer.displayName || viewer.name;
  return (
    <Menu width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <Avatar size={28} radius="xl" color="petrol" variant="light" aria-hidden>
            {initials(viewer.displayName, viewer.name)}
          </Avatar>
          <span className={classes.accountName}>
            <VisuallyHidden>Account of </VisuallyHidden>
            {shown}
          </span>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="span" size="xs" display="block" truncate>
            Signed in as {viewer.name}
            {viewer.role === 'admin' ? ', administrator' : ''}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} stroke={1.7} aria-hidden />}>
          Account
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} aria-hidden />}
          onClick={() => void signOut().catch((error: unknown) => notifyProblem('You are still signed in', error))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
