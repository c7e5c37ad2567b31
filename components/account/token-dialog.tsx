'use client';

import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { tokenCreateSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { Command } from '../shell/command';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { Problem } from '../shell/problem';

const NEVER = 'never';
const YEAR = '365';
const lifetimes = ['7', '30', '90', YEAR, NEVER];

/** Makes a token and shows it, this once. A click outside does not close it: what is shown cannot be had again. */
export function TokenDialog({ opened, onClose, onCreated }: { opened: boolean; onClose: () => void; onCreated: () => void }) {
  const t = useTranslations('account');
  const [token, setToken] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setToken('')}
      title={token ? t('token.made.title') : t('token.title')}
      closeOnClickOutside={false}
      closeOnEscape={!token}
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

function TokenForm({ onCreated }: { onCreated: (token: string) => void }) {
  const t = useTranslations('account');
  const say = useFieldText();
  const form = useForm({
    initialValues: { name: '', days: '90' },
    validate: (values) => checkedBy(tokenCreateSchema, say)(toBody(values)),
  });
  const { run, busy, error } = useAction(async (values: typeof form.values) => {
    try {
      onCreated((await call('createToken', { body: toBody(values) })).token);
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  const lifetimeText = (days: string) => {
    if (days === NEVER) return t('token.never');
    return days === YEAR ? t('token.year') : t('token.days', { count: Number(days) });
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        <TextInput
          label={t('token.name')}
          description={t('token.nameHint')}
          placeholder={t('token.nameExample')}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label={t('token.lifetime')}
          data={lifetimes.map((value) => ({ value, label: lifetimeText(value) }))}
          allowDeselect={false}
          {...form.getInputProps('days')}
        />
        {error && Object.keys(error.fields).length === 0 && <Problem title={t('token.failed')} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t('token.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toBody({ name, days }: { name: string; days: string }) {
  return { name, ...(days === NEVER ? {} : { expiresInDays: Number(days) }) };
}
