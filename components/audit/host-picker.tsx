'use client';

import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

const SUGGESTIONS = 8;

/** A host by its id. Suggests those that exist, and takes any other: a removed one still has a past. */
export function HostPicker({ value, onPick }: { value: string; onPick: (id: string) => void }) {
  const t = useTranslations('audit');
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const [q] = useDebouncedValue(text.trim(), 200);
  const { data } = useResource(
    useCallback((signal: AbortSignal) => call('listHosts', { query: { q, limit: SUGGESTIONS, sort: 'id' }, signal }), [q]),
  );
  const pick = (id: string) => {
    if (id.trim() !== value) onPick(id.trim());
  };
  return (
    <Autocomplete
      label={t('filter.host')}
      placeholder={t('filter.anyHost')}
      data={data?.items.map(({ id }) => id) ?? []}
      filter={({ options }) => options}
      value={text}
      onChange={setText}
      onOptionSubmit={pick}
      onBlur={() => pick(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') pick(text);
      }}
      onClear={() => pick('')}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clearField', { field: t('filter.host') }) }}
      spellCheck={false}
    />
  );
}
