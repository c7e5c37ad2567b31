'use client';

import { Radio, Stack, Switch, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { keySendingSchema, type KeySending } from '@/server/contract/settings';
import { isMac } from '../clipboard/paste-key';
import { useConsoleModel } from '../console-model';
import { LayoutChoice } from './layout-choice';
import { useMachineLayout } from './use-machine-layout';

/** What the VNC server makes of keys, and how they are sent to it. Layout and way of sending are kept for this host. */
export function SendingChoice() {
  const t = useTranslations('consoleKeyboard');
  const { rfb, settings, changeSettings } = useConsoleModel();
  const layout = useMachineLayout();
  const server = rfb?.keyServer;
  const hint = (sending: KeySending) => {
    if (sending !== 'places' || server === 'places' || server === undefined) return t(`sendingHint.${sending}`);
    // Such a server gets the character of the place: without a layout nobody knows it.
    return t(layout === null ? 'sendingHint.placesUnknown' : 'sendingHint.placesByLayout');
  };
  return (
    <Stack gap="sm">
      <LayoutChoice description={t('layoutHint')} />
      <Radio.Group
        size="xs"
        label={t('sending.label')}
        description={server ? t(`keyServer.${server}`) : undefined}
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
                  {hint(sending)}
                </Text>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      {isMac() ? (
        <Switch
          size="xs"
          label={t('optionAsAlt')}
          description={t('optionAsAltHint')}
          checked={settings.optionAsAlt}
          onChange={(event) => changeSettings({ optionAsAlt: event.currentTarget.checked })}
        />
      ) : null}
    </Stack>
  );
}
