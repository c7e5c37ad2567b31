'use client';

import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { showFieldErrors } from '../shell/form-errors';
import { Problem } from '../shell/problem';
import { useViewer } from '../shell/viewer';

/** Asks whoever is signed in for the password once more. */
export function FreshPassword({ onShown }: { onShown: () => void }) {
  const t = useTranslations('factors');
  const { name } = useViewer();
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? t('fresh.password.empty') : null) },
  });
  const { run, busy, error } = useAction(async (body: typeof form.values) => {
    try {
      await call('freshByPassword', { body });
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
    onShown();
  });
  return (
    <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <PasswordInput
          label={t('fresh.password.label')}
          autoComplete="current-password"
          autoFocus
          data-autofocus
          {...form.getInputProps('password')}
        />
        {error && Object.keys(error.fields).length === 0 && <Problem title={t('fresh.password.failed')} error={error} />}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('ask.submit')}
        </Button>
      </Stack>
    </form>
  );
}
