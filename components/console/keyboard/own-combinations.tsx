'use client';

import { ActionIcon, Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { MAX_COMBINATIONS } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';
import { choosable, keyLabel, keyOfCode, keysOf, labelOf } from './key-codes';
import { type Key } from './keys';

const MOST_KEYS = 6;
const LONGEST_NAME = 40;

/** Combinations of the person's own, on every host. */
export function OwnCombinations({ onSend }: { onSend: (keys: readonly Key[]) => void }) {
  const t = useTranslations('consoleKeyboard');
  const { combinations, changeCombinations } = useConsoleModel();
  const [adding, setAdding] = useState(false);
  return (
    <Stack gap={6}>
      {combinations.map(({ label, codes }, n) => (
        <Group key={n} gap={6} wrap="nowrap">
          <Button size="compact-sm" variant="default" title={labelOf(codes, t)} onClick={() => onSend(keysOf(codes))} flex={1} miw={0}>
            {label}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('own.up', { label })}
            disabled={n === 0}
            onClick={() => changeCombinations(combinations.toSpliced(n, 1).toSpliced(n - 1, 0, combinations[n]!))}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('own.remove', { label })}
            onClick={() => changeCombinations(combinations.toSpliced(n, 1))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {adding ? (
        <NewCombination
          onSave={(combination) => {
            changeCombinations([...combinations, combination]);
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={combinations.length >= MAX_COMBINATIONS}
          onClick={() => setAdding(true)}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('own.add')}
        </Button>
      )}
    </Stack>
  );
}

interface NewProps {
  onSave: (combination: { label: string; codes: string[] }) => void;
  onCancel: () => void;
}

/** Keys by pressing them, or from the list where the browser keeps them. */
function NewCombination({ onSave, onCancel }: NewProps) {
  const t = useTranslations('consoleKeyboard');
  const [codes, setCodes] = useState<string[]>([]);
  const [name, setName] = useState('');
  const [recording, setRecording] = useState(false);
  const record = (event: KeyboardEvent) => {
    if (!recording || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    const { code } = event.nativeEvent;
    if (keyOfCode(code) && !codes.includes(code) && codes.length < MOST_KEYS) setCodes([...codes, code]);
  };
  const label = name.trim() || labelOf(codes, t);
  return (
    <Stack
      component="form"
      gap={8}
      aria-label={t('own.add')}
      onSubmit={(event) => {
        event.preventDefault();
        if (codes.length > 0) onSave({ label: label.slice(0, LONGEST_NAME), codes });
      }}
    >
      <Group gap={8} wrap="nowrap">
        <Button
          size="compact-sm"
          variant={recording ? 'filled' : 'default'}
          aria-pressed={recording}
          onClick={() => {
            setCodes([]);
            setRecording(!recording);
          }}
          onKeyDown={record}
          onKeyUp={(event) => {
            if (!recording) return;
            event.preventDefault();
            // All are up again once one is: that was the combination.
            if (codes.length > 0) setRecording(false);
          }}
          onBlur={() => setRecording(false)}
        >
          {recording ? t('own.recording') : t('own.record')}
        </Button>
        <Text size="sm" role="status">
          {labelOf(codes, t)}
        </Text>
      </Group>
      <MultiSelect
        size="xs"
        label={t('own.choose')}
        data={choosable.map((code) => ({ value: code, label: keyLabel(code, t) }))}
        value={codes}
        onChange={setCodes}
        maxValues={MOST_KEYS}
        searchable
        hidePickedOptions
        nothingFoundMessage={t('own.noKey')}
      />
      <TextInput
        size="xs"
        label={t('own.name')}
        placeholder={labelOf(codes, t)}
        value={name}
        maxLength={LONGEST_NAME}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group gap={8}>
        <Button type="submit" size="compact-sm" disabled={codes.length === 0}>
          {t('own.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t('own.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
