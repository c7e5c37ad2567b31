'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { z } from 'zod';
import { MIN_PASSWORD, type User, userCreateSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { checkedBy } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { PersonForm, RoleField } from './person-form';

export function AddPerson({ onSaved }: { onSaved: (user: User) => void }) {
  const form = useForm<z.input<typeof userCreateSchema>>({
    initialValues: { name: '', displayName: '', role: 'user', password: '' },
    validate: checkedBy(userCreateSchema),
  });
  return (
    <PersonForm
      form={form}
      button="Add the user"
      failure="The user was not added"
      save={async (body) => {
        const user = await call('createUser', { body });
        notifyDone(`${user.name} may sign in now.`);
        onSaved(user);
      }}
    >
      <TextInput
        label="Name"
        description="What they sign in with."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Shown as"
        description="Their full name, for instance. May stay empty."
        autoComplete="off"
        {...form.getInputProps('displayName')}
      />
      <RoleField value={form.values.role ?? 'user'} onChange={(role) => form.setFieldValue('role', role)} error={form.errors['role']} />
      <PasswordInput
        label="First password"
        description={`At least ${MIN_PASSWORD} characters. They can change it under Account.`}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
    </PersonForm>
  );
}
