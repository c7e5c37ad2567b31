'use client';

import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { notifyDone } from '@/components/shell/notify';
import type { Rfb } from '../connection/no-vnc';
import { copyScreenshot } from './screenshot';

/** Copies a screenshot, and says so or why not. */
export function useCopyScreenshot(rfb: Rfb | null) {
  const t = useTranslations('consolePicture');
  return useCallback(() => {
    if (!rfb) return;
    copyScreenshot(rfb).then(
      () => notifyDone(t('screenshot.copied')),
      () =>
        notifications.show({
          title: t('screenshot.refused'),
          message: t('screenshot.refusedBody'),
          color: 'red',
          icon: <IconAlertTriangle size={16} stroke={2} aria-hidden />,
          withBorder: true,
        }),
    );
  }, [rfb, t]);
}
