'use client';

import { Alert, Button, Checkbox, FileButton, Group, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useCallback, useState } from 'react';
import { type HostImportPlan, MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '@/server/contract/host-import';
import { importFormatOf } from '@/server/contract/import-format';
import { textEncodings } from '@/server/contract/text-encoding';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { monoInput } from '../../shell/mono-input';
import { Problem } from '../../shell/problem';
import { useSizeText } from '../../shell/size-text';
import { isEdited, isTooLong, noSource, pickFiles, type Refusal, type Source, toImport, withFiles } from './read-file';
import { SampleLinks } from './sample-links';
import classes from './import.module.css';

interface Props {
  source: Source;
  onChange: (source: Source) => void;
  onCancel: () => void;
  onPlan: (plan: HostImportPlan) => void;
}

export function ImportSource({ source, onChange, onCancel, onPlan }: Props) {
  const t = useTranslations('hostImport');
  const size = useSizeText();
  const [refused, setRefused] = useState<Refusal | null>(null);
  const { text, format, files, picked, encoding, prune } = source;
  const tooLong = isTooLong(source);
  const unclear = files.flatMap((file) => ('problem' in file ? [file] : []))[0];
  const edited = isEdited(source);
  const empty = edited ? text.trim() === '' : files.length === 0;
  const { run, busy, error } = useAction(
    useCallback(async () => onPlan(await call('importHosts', { body: { ...toImport(source), dryRun: true } })), [source, onPlan]),
  );

  const take = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    const found = await pickFiles(chosen);
    setRefused(typeof found === 'string' ? found : null);
    if (typeof found !== 'string') onChange(withFiles(source, found, null));
  };
  const encodings = textEncodings.map((value) => ({ value, label: t(`encodings.${value}`) }));

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('intro')}</Text>
        <DropPlace onFiles={(dropped) => void take(dropped)}>
          <IconFileUpload size={22} stroke={1.6} aria-hidden />
          {files.length > 0 ? (
            <ul className={classes.fileList} aria-label={t('files')} tabIndex={0}>
              {files.map((file, index) => (
                <li key={index}>
                  <span className={classes.fileName}>{t('chosen', { name: file.name, size: size(file.size) })}</span>
                  {'text' in file && (
                    <span>{t('foundAs', { format: t(`formats.${file.format}`), encoding: t(`encodings.${file.encoding}`) })}</span>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            <span>{t('drop')}</span>
          )}
          <FileButton
            multiple
            accept=".csv,.tsv,.txt,.yaml,.yml,.vnc,.tigervnc,.xml,.remmina,text/csv,application/yaml"
            onChange={(chosen) => void take(chosen)}
            inputProps={{ 'aria-label': t('file') }}
          >
            {(props) => (
              <Button {...props} variant="default" size="xs" data-autofocus>
                {t('choose')}
              </Button>
            )}
          </FileButton>
        </DropPlace>
        {(refused ?? tooLong) && (
          <Alert color="red" variant="light" role="alert">
            {refused === 'unreadable'
              ? t('unreadable')
              : refused === 'tooMany'
                ? t('tooMany', { max: MAX_IMPORT_FILES })
                : t('tooLarge', { max: size(MAX_IMPORT_BYTES) })}
          </Alert>
        )}
        {unclear && (
          <Alert color="red" variant="light" role="alert">
            {t(`encodingProblem.${unclear.problem}`, { name: unclear.name })}
          </Alert>
        )}
        {picked.length > 0 && (
          <Select
            label={t('encoding')}
            description={t('encodingNote')}
            data={encodings}
            placeholder={t('encodingFound')}
            clearable
            w={240}
            maw="100%"
            value={encoding}
            onChange={(value) => onChange(withFiles(source, picked, value))}
          />
        )}
        {!edited && (
          <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => onChange({ ...noSource, prune })}>
            {t('otherwise')}
          </Button>
        )}
        {edited && (
          <>
            <Textarea
              label={t('text')}
              rows={7}
              classNames={monoInput}
              spellCheck={false}
              autoCapitalize="none"
              value={text}
              onChange={({ currentTarget: { value } }) =>
                onChange({ ...noSource, prune, text: value, format: text.trim() ? format : importFormatOf(value) })
              }
            />
            <Group gap="sm">
              <Text size="sm" id="import-format">
                {t('format')}
              </Text>
              <SegmentedControl
                size="xs"
                aria-labelledby="import-format"
                data={[
                  { value: 'csv', label: t('formats.csv') },
                  { value: 'yaml', label: t('formats.yaml') },
                  ...(format === 'csv' || format === 'yaml' ? [] : [{ value: format, label: t(`formats.${format}`) }]),
                ]}
                value={format}
                onChange={(value) => onChange({ ...source, format: value })}
              />
              <Text size="sm" c="dimmed" component="span" className={classes.sample}>
                {t('sample')} <SampleLinks />
              </Text>
            </Group>
          </>
        )}
        <Checkbox
          label={t('prune')}
          description={t('pruneNote')}
          checked={prune}
          onChange={(event) => onChange({ ...source, prune: event.currentTarget.checked })}
        />
        {busy && (
          <Text size="sm" role="status">
            {t('reading')}
          </Text>
        )}
        {error && <Problem title={t('failed')} error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={empty || tooLong || unclear !== undefined}>
            {t('preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DropPlace({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={hover}
      onDragLeave={hover}
      onDrop={(event) => {
        hover(event);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
    </div>
  );
}
