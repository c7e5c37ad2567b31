'use client';

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { BulkProblem } from './bulk-problem';
import { type Change, type Target, useBulkChange } from './use-bulk';

export interface BulkDialog {
  target: Target;
  count: number;
  onClose: () => void;
  onDone: () => void;
}

interface Props extends BulkDialog {
  title: string;
  note?: string;
  /** What is to be changed; null while nothing is chosen. */
  change: Change | null;
  children: ReactNode;
}

/** A change to many hosts: its fields, and the button that names how many it is for. */
export function BulkForm({ title, note, count, target, change, onClose, onDone, children }: Props) {
  const t = useTranslations('hosts');
  const common = useTranslations('common');
  // A button that waits for a choice could not be pressed by who has just typed one: it is taken over when the field is left.
  const [nothing, setNothing] = useState(false);
  const { submit, ends, busy, error } = useBulkChange(target, change, onDone);
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setNothing(change === null);
          submit();
        }}
      >
        <Stack gap="md">
          {note && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
          {children}
          {nothing && change === null && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {t('bulk.nothing')}
            </Text>
          )}
          {ends !== null && (
            <Alert color="orange" variant="light" role="alert" icon={<IconPlugConnectedX size={18} stroke={1.8} aria-hidden />}>
              {t('bulk.ends', { count: ends })}
            </Alert>
          )}
          {error && <BulkProblem title={t('bulk.failed')} error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} disabled={busy}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={busy} color={ends === null ? 'petrol' : 'red'}>
              {ends === null ? t('bulk.apply', { count }) : t('bulk.endAndApply', { count: ends })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
