'use client';

import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';

const SUGGESTIONS = 20;

interface Props {
  value: string[];
  onChange: (value: string[]) => void;
}

/** The hosts that a token is for. There may be thousands, so the portal searches them. */
export function HostsField({ value, onChange }: Props) {
  const t = useTranslations('account');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 200);
  const { data } = useResource(
    useCallback((signal: AbortSignal) => call('listHosts', { query: { q, limit: SUGGESTIONS, sort: 'id' }, signal }), [q]),
  );
  const found = data?.items.map(({ id, name }) => ({ value: id, label: name && name !== id ? `${name} (${id})` : id })) ?? [];
  // What was chosen stays an option, whatever is searched for.
  const chosen = value.filter((id) => found.every((option) => option.value !== id)).map((id) => ({ value: id, label: id }));
  return (
    <MultiSelect
      label={t('token.hosts')}
      description={t('token.hostsHint')}
      data={[...found, ...chosen]}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={t('token.nothingFound')}
      hidePickedOptions
      spellCheck={false}
    />
  );
}

/** The tags of the hosts that a token is for. */
export function TagsField({ value, onChange }: Props) {
  const t = useTranslations('account');
  const { data } = useResource(useCallback((signal: AbortSignal) => call('listTags', { signal }), []));
  return (
    <MultiSelect
      label={t('token.tags')}
      data={data?.items.map(({ tag }) => tag) ?? []}
      value={value}
      onChange={onChange}
      searchable
      nothingFoundMessage={t('token.nothingFound')}
      hidePickedOptions
      spellCheck={false}
    />
  );
}
