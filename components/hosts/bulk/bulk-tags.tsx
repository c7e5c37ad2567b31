'use client';

import { MultiSelect, TagsInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { splitTags } from '../form/name-fields';
import { type BulkDialog, BulkForm } from './bulk-form';

/** Tags that many hosts get or lose; each keeps its others. */
export function BulkTags({ known, ...dialog }: BulkDialog & { known: string[] }) {
  const t = useTranslations('hosts');
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const change = add.length + remove.length > 0 ? { addTags: add, removeTags: remove } : null;
  return (
    <BulkForm {...dialog} title={t('bulk.tagsTitle', { count: dialog.count })} change={change}>
      <TagsInput
        data-autofocus
        label={t('bulk.addTags')}
        description={t('bulk.addTagsNote')}
        data={known}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        value={add}
        onChange={(tags) => setAdd(splitTags(tags))}
      />
      <MultiSelect
        label={t('bulk.removeTags')}
        description={t('bulk.removeTagsNote')}
        data={known}
        searchable
        nothingFoundMessage={t('tagFilter.none')}
        value={remove}
        onChange={setRemove}
      />
    </BulkForm>
  );
}
