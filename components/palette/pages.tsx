'use client';

import {
  IconDeviceDesktop,
  IconHistory,
  IconPlugConnected,
  IconQuestionMark,
  IconServer2,
  IconShieldCheck,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { basePath } from '../api/base-path';
import type { PaletteItem } from './palette-items';

const pages = [
  { id: 'hosts', path: '/', icon: IconDeviceDesktop, admin: false },
  { id: 'sessions', path: '/sessions', icon: IconPlugConnected, admin: true },
  { id: 'nodes', path: '/nodes', icon: IconServer2, admin: true },
  { id: 'people', path: '/people', icon: IconUsers, admin: true },
  { id: 'groups', path: '/groups', icon: IconUsersGroup, admin: true },
  { id: 'access', path: '/access', icon: IconShieldCheck, admin: true },
  { id: 'why', path: '/access/why', icon: IconQuestionMark, admin: true },
  { id: 'audit', path: '/audit', icon: IconHistory, admin: true },
  { id: 'account', path: '/account', icon: IconUserCircle, admin: false },
] as const;

/** The pages that somebody may see, as lines of the palette. */
export function usePageItems(admin: boolean): PaletteItem[] {
  const t = useTranslations('palette');
  return pages
    .filter((page) => admin || !page.admin)
    .map(({ id, path, icon: Icon }) => ({
      id: `page ${id}`,
      label: t(`pages.${id}`),
      icon: <Icon size={18} stroke={1.7} />,
      href: `${basePath()}${path}`,
    }));
}
