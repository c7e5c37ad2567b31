'use client';

import { PasswordInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MIN_PASSWORD, type User, userPatchSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { checkedBy } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { PersonForm } from './person-form';

export function SetPassword({ user, onSaved }: { user: User; onSaved: (user: User) => void }) {
  const form = useForm({ initialValues: { password: '' }, validate: checkedBy(userPatchSchema) });
  return (
    <PersonForm
      form={form}
      button="Set the password"
      failure="The password is still the old one"
      save={async (body) => {
        const saved = await call('updateUser', { params: { id: user.id }, body });
        notifyDone(`${saved.name} has a new password.`);
        onSaved(saved);
      }}
    >
      <Text size="sm" c="dimmed">
        They are signed out everywhere, and their live consoles end. Give them the new password yourself: the portal sends no mail.
      </Text>
      <PasswordInput
        label="New password"
        description={`At least ${MIN_PASSWORD} characters.`}
        autoComplete="new-password"
        data-autofocus
        {...form.getInputProps('password')}
      />
    </PersonForm>
  );
}
