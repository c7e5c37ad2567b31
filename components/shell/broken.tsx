'use client';

import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Empty } from './empty';

/** @param digest what the server's log calls this failure, where it happened there */
export function Broken({ digest, retry }: { digest?: string | undefined; retry: () => void }) {
  const t = useTranslations('common');
  return (
    <Empty title={t('broken.title')} level={1}>
      <p>{digest ? t('broken.bodyWithDigest', { digest }) : t('broken.body')}</p>
      <Group justify="center">
        <Button onClick={retry}>{t('tryAgain')}</Button>
      </Group>
    </Empty>
  );
}
