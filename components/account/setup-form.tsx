'use client';

import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { MIN_PASSWORD, setupSchema } from '@/server/contract/people';
import { monoInput } from '../shell/mono-input';
import { ApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { Problem } from '../shell/problem';
import { signIn } from './sign-in';

/** Makes the first administrator, and signs them in. */
export function SetupForm() {
  const t = useTranslations('signIn');
  const common = useTranslations('common');
  const form = useForm({
    initialValues: { code: '', name: 'admin', displayName: '', password: '' },
    validate: checkedBy(setupSchema, useFieldText()),
  });
  const { run, busy, error } = useAction(async (values: typeof form.values) => {
    try {
      await call('completeSetup', { body: values });
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'wrong_setup_code') form.setFieldError('code', failure.message);
      showFieldErrors(form, failure);
      throw failure;
    }
    const outcome = await signIn(values.name, values.password);
    window.location.assign(`${basePath()}${outcome.state === 'signed-in' ? '/' : '/sign-in'}`);
    await new Promise(() => undefined); // busy until the other page is there
  });

  return (
    <form method="post" onSubmit={form.onSubmit((values) => void run(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('setup.code')}
          description={t('setup.codeHint')}
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          classNames={monoInput}
          {...form.getInputProps('code')}
        />
        <TextInput
          label={t('name')}
          description={t('setup.nameHint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('setup.displayName')}
          description={t('setup.displayNameHint')}
          autoComplete="name"
          {...form.getInputProps('displayName')}
        />
        <PasswordInput
          label={t('password')}
          description={common('passwordRule', { count: MIN_PASSWORD })}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {error && Object.keys(error.fields).length === 0 && error.code !== 'wrong_setup_code' && (
          <Problem title={t('setup.failed')} error={error} />
        )}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}
