'use client';

import { Alert, Button, Code, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Card } from './card';
import type { Fingerprint } from '../connection/console-state';

interface FingerprintCardProps {
  host: { id: string; name: string };
  fingerprint: Fingerprint;
  onApprove: () => void;
  onRefuse: () => void;
}

/** The VNC server proves itself with a key that nobody vouches for: a person compares it, once. */
export function FingerprintCard({ host, fingerprint, onApprove, onRefuse }: FingerprintCardProps) {
  const t = useTranslations('consoleCards');
  const common = useTranslations('common');
  const { short, sha256, changed } = fingerprint;
  return (
    <Card
      host={host}
      tone="asks"
      title={t(changed ? 'fingerprint.titleChanged' : 'fingerprint.title')}
      actions={
        <>
          <Button {...(changed ? { color: 'red.9' } : {})} onClick={onApprove}>
            {t(changed ? 'fingerprint.acceptChanged' : 'fingerprint.accept')}
          </Button>
          <Button variant="default" onClick={onRefuse}>
            {common('cancel')}
          </Button>
        </>
      }
    >
      {changed ? (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
          {t('fingerprint.bodyChanged')}
        </Alert>
      ) : (
        <Text size="sm">{t('fingerprint.body')}</Text>
      )}
      <Code block fz="md" ta="center" aria-label={t('fingerprint.label')}>
        {short}
      </Code>
      <Text size="xs" c="dimmed" ff="monospace">
        {t('fingerprint.sha256', { sha256 })}
      </Text>
    </Card>
  );
}
