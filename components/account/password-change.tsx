'use client';

import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MIN_PASSWORD, passwordChangeSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { checkedBy, showFieldErrors } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { useViewer } from '../shell/viewer';
import { Panel } from './panel';

export function PasswordChange() {
  const { name } = useViewer();
  const form = useForm({ initialValues: { current: '', password: '' }, validate: checkedBy(passwordChangeSchema) });
  const { run, busy, error } = useAction(async (body: typeof form.values) => {
    try {
      await call('changePassword', { body });
      form.reset();
      notifyDone('Your password was changed. Every other browser is signed out.');
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  return (
    <Panel title="Password" note="A new one signs out every other browser of yours, and ends its consoles.">
      <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
        <Stack gap="sm">
          {/* Tells password managers whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput label="Current password" autoComplete="current-password" {...form.getInputProps('current')} />
          <PasswordInput
            label="New password"
            description={`At least ${MIN_PASSWORD} characters.`}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          {error && Object.keys(error.fields).length === 0 && <Problem title="Your password is still the old one" error={error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={busy}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
