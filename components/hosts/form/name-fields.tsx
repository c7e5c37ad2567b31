'use client';

import { TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { monoInput } from '../../shell/mono-input';
import { suggestId } from './suggest-id';
import type { HostForm } from './use-host-form';

/** Who the host is. Its id follows the name until somebody types another; once stored it is fixed for life. */
export function NameFields({ form, stored }: { form: HostForm; stored: boolean }) {
  const [ownId, setOwnId] = useState(false);
  const name = form.getInputProps('name');
  const id = form.getInputProps('id');
  return (
    <>
      <TextInput
        label="Name"
        placeholder="Build server"
        data-autofocus
        {...name}
        onChange={(event) => {
          form.setFieldValue('name', event.currentTarget.value);
          if (!stored && !ownId) form.setFieldValue('id', suggestId(event.currentTarget.value));
        }}
      />
      <TextInput
        label="Id"
        description={
          stored ? 'Stands in addresses and cannot change.' : 'Stands in addresses, such as /console/build-server. Cannot change later.'
        }
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
        label="Description"
        placeholder="What it is, where it stands, who to ask"
        autosize
        minRows={1}
        maxRows={6}
        {...form.getInputProps('description')}
      />
    </>
  );
}

export function TagsField({ form, known }: { form: HostForm; known: string[] }) {
  const ofOneTag = Object.entries(form.errors).find(([path]) => path.startsWith('tags.'))?.[1];
  return (
    <TagsInput
      label="Tags"
      description="Finish each with Enter or a comma."
      placeholder={form.values.tags.length === 0 ? 'linux, rack-2' : ''}
      data={known}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      {...form.getInputProps('tags')}
      // What is pasted or left half typed comes whole.
      onChange={(tags) => form.setFieldValue('tags', [...new Set(tags.flatMap((tag) => tag.split(/[\s,]+/)).filter((tag) => tag !== ''))])}
      error={form.errors['tags'] ?? ofOneTag}
    />
  );
}
