'use client';

import { Checkbox, PasswordInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { MIN_PASSWORD, type User, userPatchSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useStepUp } from '../factors/step-up';
import { checkedBy, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { PersonForm } from './person-form';
import { RevokeChoice } from './revoke-choice';

export function SetPassword({ user, onSaved }: { user: User; onSaved: (user: User) => void }) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  const { stepUp } = useStepUp();
  const form = useForm({
    initialValues: { password: '', mustChangePassword: true, revokeTokens: user.tokens > 0 },
    validate: checkedBy(userPatchSchema, useFieldText()),
  });
  return (
    <PersonForm
      form={form}
      button={t('password.save')}
      failure={t('password.failed')}
      save={async (body) => {
        await stepUp(async () => {
          const saved = await call('updateUser', { params: { id: user.id }, body });
          notifyDone(t('password.done', { name: saved.name }));
          onSaved(saved);
        });
      }}
    >
      <Text size="sm" c="dimmed">
        {t('password.note')}
      </Text>
      <PasswordInput
        label={t('field.newPassword')}
        description={common('passwordRule', { count: MIN_PASSWORD })}
        autoComplete="new-password"
        data-autofocus
        {...form.getInputProps('password')}
      />
      <Checkbox label={t('field.mustChange')} {...form.getInputProps('mustChangePassword', { type: 'checkbox' })} />
      <RevokeChoice user={user} checked={form.values.revokeTokens} onChange={(next) => form.setFieldValue('revokeTokens', next)} />
    </PersonForm>
  );
}
