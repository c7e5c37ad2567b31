'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import { MIN_PASSWORD, type User, userCreateSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { checkedBy, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { PersonForm, RoleField } from './person-form';

export function AddPerson({ onSaved }: { onSaved: (user: User) => void }) {
  const t = useTranslations('people');
  const form = useForm<z.input<typeof userCreateSchema>>({
    initialValues: { name: '', displayName: '', role: 'user', password: '' },
    validate: checkedBy(userCreateSchema, useFieldText()),
  });
  return (
    <PersonForm
      form={form}
      button={t('add.save')}
      failure={t('add.failed')}
      save={async (body) => {
        const user = await call('createUser', { body });
        notifyDone(t('add.done', { name: user.name }));
        onSaved(user);
      }}
    >
      <TextInput
        label={t('field.name')}
        description={t('field.nameHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('field.displayName')}
        description={t('field.displayNameHint')}
        autoComplete="off"
        {...form.getInputProps('displayName')}
      />
      <RoleField value={form.values.role ?? 'user'} onChange={(role) => form.setFieldValue('role', role)} error={form.errors['role']} />
      <PasswordInput
        label={t('field.firstPassword')}
        description={t('field.firstPasswordHint', { count: MIN_PASSWORD })}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
    </PersonForm>
  );
}
