'use client';

import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect } from 'react';
import { z } from 'zod';
import { MIN_PASSWORD, passwordSchema, userNameSchema } from '@/server/contract/people';
import { ApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { monoInput } from '../shell/mono-input';
import { Problem } from '../shell/problem';
import { completeSignIn } from './sign-in';

/** The portal says of none of them alone that it is wrong, so their form is checked here. */
const formSchema = z.object({ name: userNameSchema, code: z.string().trim().min(1), password: passwordSchema });

/** Sets the first password of an account with a one-time code, and goes on into the portal. */
export function InviteForm() {
  const t = useTranslations('signIn');
  const common = useTranslations('common');
  const form = useForm({ initialValues: { name: '', code: '', password: '' }, validate: checkedBy(formSchema, useFieldText()) });
  const { setFieldValue } = form;
  // After the # it goes to no server and into no log. The code is never there: a link lies in mail boxes and histories.
  useEffect(() => {
    const name = new URLSearchParams(window.location.hash.slice(1)).get('name');
    if (name) setFieldValue('name', name);
  }, [setFieldValue]);

  const { run, busy, error } = useAction(async (values: typeof form.values) => {
    try {
      const { step } = await call('acceptInvite', { body: { ...values, name: values.name.trim(), code: values.code.trim() } });
      const outcome = step === 'done' ? await completeSignIn() : null;
      window.location.assign(`${basePath()}${outcome?.state === 'signed-in' ? '/' : '/sign-in'}`);
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'wrong_invite') form.setFieldError('code', failure.message);
      showFieldErrors(form, failure);
      throw failure;
    }
    await new Promise(() => undefined); // busy until the other page is there
  });
  const shown = error && Object.keys(error.fields).length === 0 && error.code !== 'wrong_invite' ? error : null;

  return (
    <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
      <Stack gap="md">
        <TextInput label={t('name')} autoComplete="username" autoCapitalize="none" spellCheck={false} {...form.getInputProps('name')} />
        <TextInput
          label={t('invite.code')}
          description={t('invite.codeHint')}
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          classNames={monoInput}
          {...form.getInputProps('code')}
        />
        <PasswordInput
          label={t('invite.password')}
          description={common('passwordRule', { count: MIN_PASSWORD })}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {shown && <Problem title={t('invite.failed')} error={shown} />}
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('invite.submit')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('invite.have')}{' '}
          <Anchor component={Link} href="/sign-in" underline="always">
            {t('invite.toSignIn')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  );
}
