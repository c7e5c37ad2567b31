'use client';

import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MIN_PASSWORD, setupSchema } from '@/server/contract/people';
import { monoInput } from '../shell/mono-input';
import { ApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { checkedBy, showFieldErrors } from '../shell/form-errors';
import { Problem } from '../shell/problem';
import { signIn } from './sign-in';

/** Makes the first administrator, and signs them in. */
export function SetupForm() {
  const form = useForm({ initialValues: { code: '', name: 'admin', displayName: '', password: '' }, validate: checkedBy(setupSchema) });
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
          label="Setup code"
          description="Printed in the terminal where the portal was started."
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          classNames={monoInput}
          {...form.getInputProps('code')}
        />
        <TextInput
          label="Name"
          description="What you sign in with."
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Your name"
          description="Shown to others. May stay empty."
          autoComplete="name"
          {...form.getInputProps('displayName')}
        />
        <PasswordInput
          label="Password"
          description={`At least ${MIN_PASSWORD} characters.`}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {error && Object.keys(error.fields).length === 0 && error.code !== 'wrong_setup_code' && (
          <Problem title="The portal is not set up yet" error={error} />
        )}
        <Button type="submit" size="md" loading={busy} fullWidth>
          Create the administrator
        </Button>
      </Stack>
    </form>
  );
}
