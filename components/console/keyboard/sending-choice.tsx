'use client';

import { Radio, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { keySendingSchema } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';
import { LayoutChoice } from './layout-choice';

/** Both are kept for this host. */
export function SendingChoice() {
  const t = useTranslations('consoleKeyboard');
  const { settings, changeSettings } = useConsoleModel();
  return (
    <Stack gap="sm">
      <LayoutChoice description={t('layoutHint')} />
      <Radio.Group
        size="xs"
        label={t('sending.label')}
        value={settings.keySending}
        onChange={(value) => changeSettings({ keySending: keySendingSchema.parse(value) })}
      >
        <Stack gap={6} mt={4}>
          {keySendingSchema.options.map((sending) => (
            <Radio
              key={sending}
              size="xs"
              value={sending}
              label={t(`sending.${sending}`)}
              description={
                <Text span size="xs">
                  {t(`sendingHint.${sending}`)}
                </Text>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
