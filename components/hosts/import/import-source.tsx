'use client';

import { Alert, Button, Checkbox, FileButton, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useCallback, useState } from 'react';
import type { FileFormat } from '@/server/contract/host-bulk';
import { type HostImportPlan, MAX_IMPORT_BYTES } from '@/server/contract/host-import';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { monoInput } from '../../shell/mono-input';
import { Problem } from '../../shell/problem';
import { useSizeText } from '../../shell/size-text';
import { formatOf, readText } from './read-file';
import { SampleLinks } from './sample-links';
import classes from './import.module.css';

export interface Source {
  text: string;
  /** Of the file; empty where the text was pasted. */
  name: string;
  format: FileFormat;
  prune: boolean;
}

interface Props {
  source: Source;
  onChange: (source: Source) => void;
  onCancel: () => void;
  onPlan: (plan: HostImportPlan) => void;
}

export function ImportSource({ source, onChange, onCancel, onPlan }: Props) {
  const t = useTranslations('hostImport');
  const size = useSizeText();
  const [refused, setRefused] = useState<'tooLarge' | 'unreadable' | null>(null);
  const { text, name, format, prune } = source;
  const tooLong = text.length > MAX_IMPORT_BYTES;
  const { run, busy, error } = useAction(
    useCallback(
      async () => onPlan(await call('importHosts', { body: { text, format, prune, dryRun: true } })),
      [text, format, prune, onPlan],
    ),
  );

  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const read = await readText(file);
    setRefused(typeof read === 'string' ? null : read.refused);
    if (typeof read === 'string') onChange({ ...source, text: read, name: file.name, format: formatOf(read, file.name) });
  };

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
        <DropPlace onFile={(file) => void take(file)}>
          <IconFileUpload size={22} stroke={1.6} aria-hidden />
          {name ? (
            <span className={classes.fileName}>{t('chosen', { name, size: size(new Blob([text]).size) })}</span>
          ) : (
            <span>{t('drop')}</span>
          )}
          <FileButton
            accept=".csv,.yaml,.yml,text/csv,application/yaml"
            onChange={(file) => void take(file)}
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
            {refused === 'unreadable' ? t('unreadable') : t('tooLarge', { max: size(MAX_IMPORT_BYTES) })}
          </Alert>
        )}
        <Textarea
          label={t('text')}
          rows={7}
          classNames={monoInput}
          spellCheck={false}
          autoCapitalize="none"
          value={text}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...source, text: value, name: '', format: text.trim() ? format : formatOf(value) })
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
              { value: 'csv', label: t('csv') },
              { value: 'yaml', label: t('yaml') },
            ]}
            value={format}
            onChange={(value) => onChange({ ...source, format: value })}
          />
          <Text size="sm" c="dimmed" component="span" className={classes.sample}>
            {t('sample')} <SampleLinks />
          </Text>
        </Group>
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
          <Button type="submit" loading={busy} disabled={text.trim() === '' || tooLong}>
            {t('preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DropPlace({ onFile, children }: { onFile: (file: File | undefined) => void; children: ReactNode }) {
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
        onFile(event.dataTransfer.files[0]);
      }}
    >
      {children}
    </div>
  );
}
