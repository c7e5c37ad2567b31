'use client';

import { Radio, Stack, Switch } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { coloursSchema } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';

/** How the host is asked for its pixels. Kept for this host. */
export function ColourChoice() {
  const t = useTranslations('consolePicture');
  const { settings, changeSettings } = useConsoleModel();
  return (
    <Stack gap={10}>
      <Radio.Group
        label={t('colours.label')}
        description={t('colours.note')}
        value={settings.colours}
        onChange={(value) => changeSettings({ colours: coloursSchema.parse(value) })}
      >
        <Stack gap={6} mt={6}>
          {coloursSchema.options.map((value) => (
            <Radio key={value} value={value} label={t(`colours.${value}`)} description={t(`coloursHint.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label={t('swapRedBlue')}
        description={t('swapRedBlueHint')}
        checked={settings.swapRedBlue}
        onChange={(event) => changeSettings({ swapRedBlue: event.currentTarget.checked })}
      />
    </Stack>
  );
}
