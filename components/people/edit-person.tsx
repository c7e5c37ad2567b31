'use client';

import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { type User, userPatchSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useStepUp } from '../factors/step-up';
import { checkedBy, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { useViewer } from '../shell/viewer';
import { PersonForm, RoleField } from './person-form';

export function EditPerson({ user, onSaved }: { user: User; onSaved: (user: User) => void }) {
  const t = useTranslations('people');
  const { stepUp } = useStepUp();
  const self = useViewer().id === user.id;
  const form = useForm({
    initialValues: { displayName: user.displayName, role: user.role },
    validate: checkedBy(userPatchSchema, useFieldText()),
  });
  return (
    <PersonForm
      form={form}
      button={t('edit.save')}
      failure={t('edit.failed')}
      save={async ({ displayName, role }) => {
        const body = { ...(displayName === user.displayName ? {} : { displayName }), ...(role === user.role ? {} : { role }) };
        await stepUp(async () => {
          const saved = await call('updateUser', { params: { id: user.id }, body });
          notifyDone(t('edit.done', { name: saved.name }));
          onSaved(saved);
        });
      }}
    >
      <TextInput label={t('field.displayName')} autoComplete="off" data-autofocus {...form.getInputProps('displayName')} />
      {self ? (
        <Text size="sm" c="dimmed">
          {t('edit.ownRole')}
        </Text>
      ) : (
        <RoleField value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} error={form.errors['role']} />
      )}
      {form.values.role !== user.role && (
        <Text size="sm" c="dimmed">
          {t('edit.roleEffect')}
        </Text>
      )}
    </PersonForm>
  );
}
