'use client';

import { Button, Checkbox, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { MIN_PASSWORD, passwordChangeSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useStepUp } from '../factors/step-up';
import { checkedBy, showFieldErrors, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { useViewer } from '../shell/viewer';
import { Panel } from './panel';

/** @param tokens how many API tokens there are */
export function PasswordChange({ tokens }: { tokens: number }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const { name } = useViewer();
  const { stepUp } = useStepUp();
  const form = useForm({
    initialValues: { current: '', password: '', revokeTokens: false },
    validate: checkedBy(passwordChangeSchema, useFieldText()),
  });
  const { run, busy, error } = useAction(async (body: typeof form.values) => {
    try {
      await stepUp(async () => {
        await call('changePassword', { body });
        form.reset();
        notifyDone(t('password.changed'));
      });
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });
  return (
    <Panel title={t('password.title')} note={t('password.note')}>
      <form method="post" noValidate onSubmit={form.onSubmit((values) => void run(values))}>
        <Stack gap="sm">
          {/* Tells password managers whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput label={t('password.current')} autoComplete="current-password" {...form.getInputProps('current')} />
          <PasswordInput
            label={t('password.new')}
            description={common('passwordRule', { count: MIN_PASSWORD })}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          {tokens > 0 && <Checkbox label={t('password.revokeTokens')} {...form.getInputProps('revokeTokens', { type: 'checkbox' })} />}
          {error && Object.keys(error.fields).length === 0 && <Problem title={t('password.failed')} error={error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={busy}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
