'use client';

import { TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { monoInput } from '../../shell/mono-input';
import { suggestId } from '@/server/contract/suggest-id';
import type { HostForm } from './use-host-form';

/** Who the host is. Its id follows the name until somebody types another; once stored it is fixed for life. */
export function NameFields({ form, stored }: { form: HostForm; stored: boolean }) {
  const t = useTranslations('hostForm');
  // An id that was suggested with a name is kept, as one that was typed.
  const [ownId, setOwnId] = useState(form.values.id !== '');
  const name = form.getInputProps('name');
  const id = form.getInputProps('id');
  return (
    <>
      <TextInput
        label={t('name.label')}
        placeholder={t('name.placeholder')}
        data-autofocus
        {...name}
        onChange={(event) => {
          form.setFieldValue('name', event.currentTarget.value);
          if (!stored && !ownId) form.setFieldValue('id', suggestId(event.currentTarget.value));
        }}
      />
      <TextInput
        label={t('id.label')}
        description={stored ? t('id.fixed') : t('id.free')}
        classNames={monoInput}
        spellCheck={false}
        autoCapitalize="none"
        readOnly={stored}
        variant={stored ? 'filled' : 'default'}
        {...id}
        onChange={(event) => {
          setOwnId(event.currentTarget.value !== '');
          form.setFieldValue('id', event.currentTarget.value);
        }}
      />
      <Textarea
        label={t('description.label')}
        placeholder={t('description.placeholder')}
        autosize
        minRows={1}
        maxRows={6}
        {...form.getInputProps('description')}
      />
    </>
  );
}

export function TagsField({ form, known }: { form: HostForm; known: string[] }) {
  const t = useTranslations('hostForm');
  const ofOneTag = Object.entries(form.errors).find(([path]) => path.startsWith('tags.'))?.[1];
  return (
    <TagsInput
      label={t('tags.label')}
      description={t('tags.description')}
      placeholder={form.values.tags.length === 0 ? t('tags.placeholder') : ''}
      data={known}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      {...form.getInputProps('tags')}
      onChange={(tags) => form.setFieldValue('tags', splitTags(tags))}
      error={form.errors['tags'] ?? ofOneTag}
    />
  );
}

/** What is pasted or left half typed comes whole. */
export function splitTags(typed: string[]): string[] {
  return [...new Set(typed.flatMap((tag) => tag.split(/[\s,]+/)).filter((tag) => tag !== ''))];
}
