'use client';

import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { tokenCreateSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { Command } from '../shell/command';
import { checkedBy, showFieldErrors } from '../shell/form-errors';
import { Problem } from '../shell/problem';

const NEVER = 'never';
const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: NEVER, label: 'does not expire' },
];

/** Makes a token and shows it, this once. A click outside does not close it: what is shown cannot be had again. */
export function TokenDialog({ opened, onClose, onCreated }: { opened: boolean; onClose: () => void; onCreated: () => void }) {
  const [token, setToken] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setToken('')}
      title={token ? 'Your new token' : 'New API token'}
      closeOnClickOutside={false}
      closeOnEscape={!token}
      size="lg"
    >
      {token ? (
        <Stack gap="md">
          <Text size="sm">Copy it now. It is not stored and cannot be shown again; if it is lost, revoke it and make another.</Text>
          <Command text={token} label="the token" />
          <Text size="sm" c="dimmed">
            Send it as a header: Authorization: Bearer {token.slice(0, 6)}…
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>I have it</Button>
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
  const form = useForm({ initialValues: { name: '', days: '90' }, validate: (values) => checkedBy(tokenCreateSchema)(toBody(values)) });
  const { run, busy, error } = useAction(async (values: typeof form.values) => {
    try {
      onCreated((await call('createToken', { body: toBody(values) })).token);
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="What will use it."
          placeholder="backup script"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select label="Lifetime" data={lifetimes} allowDeselect={false} {...form.getInputProps('days')} />
        {error && Object.keys(error.fields).length === 0 && <Problem title="No token was made" error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toBody({ name, days }: { name: string; days: string }) {
  return { name, ...(days === NEVER ? {} : { expiresInDays: Number(days) }) };
}
