'use client';

import { CloseButton, Kbd, Select, TextInput } from '@mantine/core';
import { IconArrowsSort, IconSearch, IconTag } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { type HostSort, hostSortSchema } from '@/server/contract/host';
import type { SearchText } from '../shell/use-search-text';
import { type ListQuery, sortNames } from './host-query';
import classes from './host-toolbar.module.css';

interface Props {
  query: ListQuery;
  search: SearchText;
  searchField: RefObject<HTMLInputElement | null>;
  onSearchKey: (event: KeyboardEvent<HTMLInputElement>) => void;
  tags: { tag: string; hosts: number }[];
  onTag: (tag: string) => void;
  onSort: (sort: HostSort) => void;
}

const sorts = hostSortSchema.options.map((value) => ({ value, label: sortNames[value] }));

export function HostToolbar({ query, search, searchField, onSearchKey, tags, onTag, onSort }: Props) {
  const known = tags.map(({ tag, hosts }) => ({ value: tag, label: `${tag} (${hosts})` }));
  if (query.tag && !tags.some(({ tag }) => tag === query.tag)) known.unshift({ value: query.tag, label: query.tag });
  return (
    <search className={classes.toolbar}>
      <TextInput
        ref={searchField}
        className={classes.search}
        type="search"
        inputMode="search"
        aria-label="Search hosts by name, id, tag or address"
        placeholder="Search by name, id, tag or address"
        autoComplete="off"
        spellCheck={false}
        value={search.text}
        onChange={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={onSearchKey}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
        rightSectionPointerEvents="all"
        rightSection={
          search.text ? (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => search.setText('')} />
          ) : (
            <Kbd size="xs" aria-hidden className={classes.key}>
              /
            </Kbd>
          )
        }
      />
      <Select
        className={classes.tag}
        aria-label="Only hosts with the tag"
        placeholder="Any tag"
        data={known}
        value={query.tag || null}
        onChange={(value) => onTag(value ?? '')}
        clearable
        searchable
        nothingFoundMessage="No such tag"
        leftSection={<IconTag size={16} stroke={1.7} aria-hidden />}
      />
      <Select
        className={classes.sort}
        aria-label="Order"
        data={sorts}
        value={query.sort}
        onChange={(value) => value && onSort(value)}
        allowDeselect={false}
        leftSection={<IconArrowsSort size={16} stroke={1.7} aria-hidden />}
      />
    </search>
  );
}
