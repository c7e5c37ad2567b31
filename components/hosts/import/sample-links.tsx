'use client';

import { Anchor, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { FileFormat } from '@/server/contract/host-bulk';
import { samples } from './sample';

/** A file to begin with, in either form. */
export function SampleLinks() {
  const t = useTranslations('hostImport');
  return (
    <Group component="span" gap="md" display="inline-flex">
      <Anchor component="button" type="button" size="sm" onClick={() => save('csv')}>
        {t('sampleCsv')}
      </Anchor>
      <Anchor component="button" type="button" size="sm" onClick={() => save('yaml')}>
        {t('sampleYaml')}
      </Anchor>
    </Group>
  );
}

function save(format: FileFormat): void {
  const url = URL.createObjectURL(new Blob([samples[format]], { type: format === 'csv' ? 'text/csv' : 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `hosts.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
