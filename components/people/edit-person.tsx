'use client';

import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type User, userPatchSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { checkedBy } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';
import { PersonForm, RoleField } from './person-form';

export function EditPerson({ user, onSaved }: { user: User; onSaved: (user: User) => void }) {
  const form = useForm({ initialValues: { displayName: user.displayName, role: user.role }, validate: checkedBy(userPatchSchema) });
  return (
    <PersonForm
      form={form}
      button="Save"
      failure="Nothing was changed"
      save={async ({ displayName, role }) => {
        const body = { ...(displayName === user.displayName ? {} : { displayName }), ...(role === user.role ? {} : { role }) };
        const saved = await call('updateUser', { params: { id: user.id }, body });
        notifyDone(`${saved.name} was changed.`);
        onSaved(saved);
      }}
    >
      <TextInput label="Shown as" autoComplete="off" data-autofocus {...form.getInputProps('displayName')} />
      <RoleField value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} error={form.errors['role']} />
      {form.values.role !== user.role && (
        <Text size="sm" c="dimmed">
          The new role counts at once, and ends their live consoles.
        </Text>
      )}
    </PersonForm>
  );
}
