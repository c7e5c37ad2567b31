'use client';

import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { SearchText } from './use-search-text';

interface Props {
  search: SearchText;
  label: string;
  placeholder: string;
  clear: string;
}

/** Where a list is searched. */
export function SearchField({ search, label, placeholder, clear }: Props) {
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      w={{ base: '100%', sm: 320 }}
      value={search.text}
      onChange={(event) => search.setText(event.currentTarget.value)}
      leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
      rightSectionPointerEvents="all"
      rightSection={search.text && <CloseButton size="sm" aria-label={clear} onClick={() => search.setText('')} />}
    />
  );
}
