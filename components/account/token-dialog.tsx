'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useStepUp } from '../factors/step-up';
import { Command } from '../shell/command';
import { TokenForm } from './token-form';

/** Makes a token and shows it, this once. A click outside does not close it: what is shown cannot be had again. */
export function TokenDialog({ opened, onClose, onCreated }: { opened: boolean; onClose: () => void; onCreated: () => void }) {
  const t = useTranslations('account');
  const { asking } = useStepUp();
  const [token, setToken] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setToken('')}
      title={token ? t('token.made.title') : t('token.title')}
      closeOnClickOutside={false}
      closeOnEscape={!token && !asking}
      size="lg"
    >
      {token ? (
        <Stack gap="md">
          <Text size="sm">{t('token.made.body')}</Text>
          <Command text={token} label={t('token.made.copy')} />
          <Text size="sm" c="dimmed">
            {t.rich('token.made.use', { header: `Authorization: Bearer ${token.slice(0, 6)}…`, code: (chunks) => <code>{chunks}</code> })}
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('token.made.done')}</Button>
          </Group>
        </Stack>
      ) : (
        <TokenForm
          onCreated={(created) => {
            setToken(created);
            onCreated();
          }}
        />
      )}
    </Modal>
  );
}
