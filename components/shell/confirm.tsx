'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useAction } from '../api/use-action';
import { Problem } from './problem';

interface Question {
  title: string;
  body: ReactNode;
  /** What the button says: the deed itself, never "OK". */
  confirm: string;
  /** Whether it takes something away. */
  danger?: boolean;
  act: () => Promise<void>;
}

/** Asks before doing; stays open while it is done, and says so when it fails. */
export function askFirst(question: Question): void {
  const id = modals.open({ title: question.title, children: <ConfirmBody {...question} close={() => modals.close(id)} /> });
}

function ConfirmBody({ body, confirm, danger = true, act, close }: Question & { close: () => void }) {
  const t = useTranslations('common');
  const { run, busy, error } = useAction(act);
  return (
    <Stack gap="md">
      {typeof body === 'string' ? <Text size="sm">{body}</Text> : body}
      {error && <Problem title={t('notDone')} error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={close} disabled={busy} data-autofocus>
          {t('cancel')}
        </Button>
        <Button
          color={danger ? 'red' : 'petrol'}
          loading={busy}
          onClick={async () => {
            if (await run()) close();
          }}
        >
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}
