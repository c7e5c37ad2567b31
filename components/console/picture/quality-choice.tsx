'use client';

import { NativeSelect, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRegion } from '@/components/shell/region';
import { pictureQualitySchema } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';
import { rateText } from './rate-text';
import { useReading } from './use-reading';
import { useLine } from './use-rfb-value';

export function QualityChoice() {
  const t = useTranslations('consolePicture');
  const { settings, changeSettings } = useConsoleModel();
  return (
    <div>
      <NativeSelect
        label={t('quality.label')}
        description={t(`qualityHint.${settings.quality}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={pictureQualitySchema.options.map((value) => ({ value, label: t(`quality.${value}`) }))}
        value={settings.quality}
        onChange={(event) => changeSettings({ quality: pictureQualitySchema.parse(event.currentTarget.value) })}
      />
      {settings.quality === 'auto' ? <Chosen /> : null}
    </div>
  );
}

/** What the automatic choice is, and by what. */
function Chosen() {
  const t = useTranslations('consolePicture');
  const region = useRegion();
  const { rfb } = useConsoleModel();
  const line = useLine(rfb);
  const reading = useReading(rfb);
  const throughput = reading?.throughput ?? null;
  const measured = throughput === null ? t('unmeasured') : t('measured', { rate: rateText(throughput, region) });
  return (
    <Text component="div" size="xs" c="dimmed" mt={6}>
      <div>{t(`chosen.${line}`)}</div>
      <div>{measured}</div>
    </Text>
  );
}
