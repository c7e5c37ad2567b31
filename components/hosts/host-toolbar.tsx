'use client';

import { ActionIcon, CloseButton, Kbd, Select, TextInput } from '@mantine/core';
import { IconArrowsSort, IconListCheck, IconSearch, IconTag } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, RefObject } from 'react';
import { type HostSort, hostSortSchema } from '@/server/contract/host';
import type { SearchText } from '../shell/use-search-text';
import { useIsAdmin } from '../shell/viewer';
import type { ListQuery } from './host-query';
import type { ListSettings } from './use-list-settings';
import { ViewMenu } from './view-menu';
import classes from './host-toolbar.module.css';

interface Props {
  query: ListQuery;
  search: SearchText;
  searchField: RefObject<HTMLInputElement | null>;
  onSearchKey: (event: KeyboardEvent<HTMLInputElement>) => void;
  tags: { tag: string; hosts: number }[];
  onTag: (tag: string) => void;
  onSort: (sort: HostSort) => void;
  settings: ListSettings;
  onSettings: (patch: Partial<ListSettings>) => void;
  /** On a phone the boxes come when they are asked for; absent where nothing can be selected. */
  selecting?: { on: boolean; toggle: () => void } | undefined;
}

export function HostToolbar({ query, search, searchField, onSearchKey, tags, onTag, onSort, settings, onSettings, selecting }: Props) {
  const t = useTranslations('hosts');
  const admin = useIsAdmin();
  const known = tags.map(({ tag, hosts }) => ({ value: tag, label: t('tagFilter.option', { tag, count: hosts }) }));
  const sortNames: Record<HostSort, string> = {
    recent: t('sort.recent'),
    name: t('sort.name'),
    '-name': t('sort.nameDown'),
    id: t('sort.id'),
    '-id': t('sort.idDown'),
    updated: t('sort.updated'),
  };
  if (query.tag && !tags.some(({ tag }) => tag === query.tag)) known.unshift({ value: query.tag, label: query.tag });
  return (
    <search className={classes.toolbar}>
      <TextInput
        ref={searchField}
        className={classes.search}
        type="search"
        inputMode="search"
        aria-label={admin ? t('search.label') : t('search.ownLabel')}
        placeholder={admin ? t('search.placeholder') : t('search.ownPlaceholder')}
        autoComplete="off"
        spellCheck={false}
        value={search.text}
        onChange={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={onSearchKey}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
        rightSectionPointerEvents="all"
        rightSection={
          search.text ? (
            <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => search.setText('')} />
          ) : (
            <Kbd size="xs" aria-hidden className={classes.key}>
              /
            </Kbd>
          )
        }
      />
      <Select
        className={classes.tag}
        aria-label={t('tagFilter.label')}
        placeholder={t('tagFilter.any')}
        data={known}
        value={query.tag || null}
        onChange={(value) => onTag(value ?? '')}
        clearable
        searchable
        nothingFoundMessage={t('tagFilter.none')}
        leftSection={<IconTag size={16} stroke={1.7} aria-hidden />}
      />
      <Select
        className={classes.sort}
        aria-label={t('sort.label')}
        data={hostSortSchema.options.map((value) => ({ value, label: sortNames[value] }))}
        value={query.sort}
        onChange={(value) => value && onSort(value)}
        allowDeselect={false}
        leftSection={<IconArrowsSort size={16} stroke={1.7} aria-hidden />}
      />
      <ViewMenu settings={settings} onChange={onSettings} />
      {selecting && (
        <ActionIcon
          className={classes.selecting}
          variant="default"
          size={36}
          aria-label={selecting.on ? t('select.stop') : t('select.start')}
          aria-pressed={selecting.on}
          onClick={selecting.toggle}
        >
          <IconListCheck size={17} stroke={1.7} aria-hidden />
        </ActionIcon>
      )}
    </search>
  );
}
