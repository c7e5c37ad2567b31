'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ApiError } from '../api/api-error';

/** Why something failed, where it failed. */
export function Problem({ title, error, retry }: { title: string; error: ApiError; retry?: () => void }) {
  const t = useTranslations('common');
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} stroke={1.8} aria-hidden />} title={title} role="alert">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Text size="sm" flex="1 1 16rem">
          {error.message}
        </Text>
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('tryAgain')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
