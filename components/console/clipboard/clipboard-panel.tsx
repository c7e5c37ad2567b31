'use client';

import { Alert, Button, Stack, Switch, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useConsoleModel } from '../console-model';
import { Panel } from '../panel';
import { FromHost } from './from-host';
import { isMac } from './paste-key';
import { ToHost } from './to-host';

/** What goes by itself and why the rest does not, and both ways by hand. */
export function ClipboardPanel() {
  const { host, clipboard, settings, changeSettings } = useConsoleModel();
  const t = useTranslations('consoleClipboard');
  const { toHost, fromHost } = clipboard.rules;
  const why = toHost !== null && toHost === fromHost ? toHost : null;
  return (
    <Panel title={t('title')}>
      {why ? (
        <Alert color="gray" variant="light" p="xs" icon={<IconBan size={18} />}>
          {t(`neither.${why}`, { name: host.name })}
        </Alert>
      ) : (
        <Stack gap="md">
          <div>
            <Switch
              label={t('share')}
              description={t('shareHint')}
              checked={settings.clipboardSync}
              onChange={(event) => changeSettings({ clipboardSync: event.currentTarget.checked })}
            />
            {settings.clipboardSync ? <WhatHappens /> : null}
          </div>
          <FromHost />
          <ToHost />
        </Stack>
      )}
    </Panel>
  );
}

/** The honest part: what the browser allows and what the person has to do. */
function WhatHappens() {
  const { host, clipboard } = useConsoleModel();
  const t = useTranslations('consoleClipboard');
  const { rules, status } = clipboard;
  const values = { name: host.name, key: isMac() ? '⌘V' : 'Ctrl+V' };
  return (
    <Stack gap={6} mt={8}>
      {rules.toHost === null ? (
        <Text size="xs" c="dimmed">
          {t(`reading.${status.reading}`, values)}
        </Text>
      ) : null}
      {rules.toHost === null && status.reading === 'askable' ? (
        <div>
          <Button size="compact-sm" variant="light" onClick={() => void clipboard.allowReading()}>
            {t('allowReading')}
          </Button>
        </div>
      ) : null}
      {rules.fromHost === null ? (
        <Text size="xs" c="dimmed" role="status">
          {t(status.waiting ? 'writing.waiting' : 'writing.atOnce', values)}
        </Text>
      ) : null}
      {status.problem ? (
        <Alert color="yellow" variant="light" p="xs">
          {status.problem.kind === 'too-long' ? t('tooLong') : t('lost', { ...values, count: status.problem.lost })}
        </Alert>
      ) : null}
    </Stack>
  );
}
