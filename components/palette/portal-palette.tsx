'use client';

import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceLaptop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { signOut } from '../account/sign-in';
import { notifyProblem } from '../shell/notify';
import { useIsAdmin } from '../shell/viewer';
import { usePageItems } from './pages';
import { Palette } from './palette';
import type { PaletteItem } from './palette-items';

/** The palette of every page but the console's. */
export function PortalPalette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette');
  const { setColorScheme } = useMantineColorScheme();
  const pages = usePageItems(useIsAdmin());
  const deeds: PaletteItem[] = [
    { id: 'light', label: t('light'), icon: <IconSun size={18} stroke={1.7} />, run: () => setColorScheme('light') },
    { id: 'dark', label: t('dark'), icon: <IconMoon size={18} stroke={1.7} />, run: () => setColorScheme('dark') },
    { id: 'auto', label: t('asSystem'), icon: <IconDeviceLaptop size={18} stroke={1.7} />, run: () => setColorScheme('auto') },
    {
      id: 'sign-out',
      label: t('signOut'),
      icon: <IconLogout size={18} stroke={1.7} />,
      run: () => void signOut().catch((error: unknown) => notifyProblem(t('signOutFailed'), error)),
    },
  ];
  return (
    <Palette
      before={[]}
      after={[
        { label: t('groups.pages'), items: pages },
        { label: t('groups.deeds'), items: deeds },
      ]}
      onClose={onClose}
    />
  );
}
