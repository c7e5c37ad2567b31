'use client';

import { Autocomplete, Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTags } from '../hosts/use-tags';
import { writeAddressQuery } from '../shell/address-query';
import { type GrantFilter, noFilter } from './grant-query';
import { GroupPicker, HostPicker, PersonPicker } from './pickers';
import classes from './access.module.css';

const write = (part: Partial<GrantFilter>) => writeAddressQuery(part);

export function GrantFilters({ filter }: { filter: GrantFilter }) {
  const t = useTranslations('access');
  const any = Object.values(filter).some((value) => value !== '');
  return (
    <search className={classes.filters} aria-label={t('filter.label')}>
      <PersonPicker
        label={t('filter.user')}
        placeholder={t('filter.anybody')}
        value={filter.user}
        onChange={(user) => write({ user })}
        clearable
      />
      <GroupPicker
        label={t('filter.group')}
        placeholder={t('filter.anyGroup')}
        value={filter.group}
        onChange={(group) => write({ group })}
        clearable
      />
      <HostPicker
        label={t('filter.host')}
        placeholder={t('filter.anyHost')}
        value={filter.host}
        onChange={(host) => write({ host })}
        clearable
      />
      <TagFilter value={filter.tag} onPick={(tag) => write({ tag })} />
      <Button className={classes.clear} variant="subtle" disabled={!any} onClick={() => write(noFilter)}>
        {t('filter.clear')}
      </Button>
    </search>
  );
}

/** Any tag that somebody types: a grant may be for one that no host has yet. */
function TagFilter({ value, onPick }: { value: string; onPick: (tag: string) => void }) {
  const t = useTranslations('access');
  const { tags } = useTags();
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const pick = (tag: string) => {
    if (tag.trim() !== value) onPick(tag.trim());
  };
  return (
    <Autocomplete
      label={t('filter.tag')}
      placeholder={t('filter.anyTag')}
      data={tags.map(({ tag }) => tag)}
      value={text}
      onChange={setText}
      onOptionSubmit={pick}
      onBlur={() => pick(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') pick(text);
      }}
      onClear={() => pick('')}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clearField', { field: t('filter.tag') }) }}
      spellCheck={false}
    />
  );
}
