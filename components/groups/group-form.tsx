'use client';

import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { type Group, groupCreateSchema } from '@/server/contract/access';
import { call } from '../api/client';
import { PersonForm } from '../people/person-form';
import { checkedBy, useFieldText } from '../shell/form-errors';
import { notifyDone } from '../shell/notify';

/** @param group null for a new one */
export function GroupForm({ group, onSaved }: { group: Group | null; onSaved: (group: Group) => void }) {
  const t = useTranslations('groups');
  const form = useForm({
    initialValues: { name: group?.name ?? '', description: group?.description ?? '' },
    validate: checkedBy(groupCreateSchema, useFieldText()),
  });
  return (
    <PersonForm
      form={form}
      button={group ? t('edit.save') : t('add.save')}
      failure={group ? t('edit.failed') : t('add.failed')}
      save={async (body) => {
        const saved = group ? await call('updateGroup', { params: { id: group.id }, body }) : await call('createGroup', { body });
        notifyDone(group ? t('edit.done', { name: saved.name }) : t('add.done', { name: saved.name }));
        onSaved(saved);
      }}
    >
      <TextInput
        label={t('field.name')}
        description={t('field.nameHint')}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      {group && form.values.name.trim() !== group.name && (
        <Text size="sm" c="dimmed">
          {t('edit.renameNote')}
        </Text>
      )}
      <TextInput
        label={t('field.description')}
        description={t('field.descriptionHint')}
        autoComplete="off"
        {...form.getInputProps('description')}
      />
    </PersonForm>
  );
}
