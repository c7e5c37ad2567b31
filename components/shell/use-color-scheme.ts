'use client';

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { call } from '../api/client';
import { notifyProblem } from './notify';
import { useAnyViewer } from './viewer';

/** Light or dark, as chosen in this browser; kept with the account too, for browsers in which nothing was chosen yet. */
export function useColorScheme(): { chosen: MantineColorScheme | null; choose: (scheme: MantineColorScheme) => void } {
  const t = useTranslations('common');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const viewer = useAnyViewer();
  // The server does not know what this browser keeps, so nothing may depend on it before hydration.
  const mounted = useMounted();
  const choose = (scheme: MantineColorScheme) => {
    setColorScheme(scheme);
    if (!viewer) return;
    call('updateSettings', { body: { colorScheme: scheme } }).catch((error: unknown) => notifyProblem(t('colorScheme.notKept'), error));
  };
  return { chosen: mounted ? colorScheme : null, choose };
}
