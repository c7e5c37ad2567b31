'use client';

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useCallback, useState } from 'react';
import { useResource } from '../api/use-resource';

export interface Choice {
  value: string;
  label: string;
}

export interface PickerProps {
  label: string;
  placeholder?: string;
  /** What the portal calls it; empty while nothing is chosen. */
  value: string;
  onChange: (value: string, choice: Choice | null) => void;
  error?: ReactNode;
  clearable?: boolean;
  clearLabel: string;
  nothingFound: string;
  autoFocus?: boolean;
}

interface Props extends PickerProps {
  /** Those that match, the likeliest first; must be stable. */
  search: (q: string, signal: AbortSignal) => Promise<Choice[]>;
  /** The one that is chosen; must be stable. */
  find: (value: string, signal: AbortSignal) => Promise<Choice>;
}

const PAUSE_MS = 200;

/** One of many, found by typing a part of its name: the portal searches, so that the page need not know all. */
export function SearchPicker({ value, onChange, search, find, clearable = false, clearLabel, nothingFound, autoFocus, ...look }: Props) {
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<Choice | null>(null);
  // Chosen elsewhere, by the address bar for instance: its name is asked for.
  const { data: named } = useResource(
    useCallback(
      async (signal: AbortSignal) => (value === '' || picked?.value === value ? null : await find(value, signal)),
      [value, picked?.value, find],
    ),
  );
  const chosen = picked?.value === value ? picked : named?.value === value ? named : null;
  const [q] = useDebouncedValue(text === chosen?.label ? '' : text.trim(), PAUSE_MS);
  const { data: found } = useResource(useCallback((signal: AbortSignal) => search(q, signal), [q, search]));
  const data = withChosen(found ?? [], chosen ?? (value === '' ? null : { value, label: value }));
  return (
    <Select
      {...look}
      data={data}
      filter={({ options }) => options}
      value={value === '' ? null : value}
      onChange={(next) => {
        const choice = data.find((one) => one.value === next) ?? null;
        setPicked(choice);
        onChange(next ?? '', choice);
      }}
      searchable
      onSearchChange={setText}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': clearLabel }}
      allowDeselect={false}
      nothingFoundMessage={nothingFound}
      data-autofocus={autoFocus || undefined}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

/** The field shows the name of what is chosen only while that is among the choices. */
function withChosen(found: Choice[], chosen: Choice | null): Choice[] {
  return chosen === null || found.some(({ value }) => value === chosen.value) ? found : [...found, chosen];
}
