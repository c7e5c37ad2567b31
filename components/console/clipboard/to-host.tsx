'use client';

import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { bytes, MOST_BYTES } from './clipboard-sync';
import { Forbidden } from './forbidden';
import { toLatin1 } from './latin1';
import { browserClipboard } from './local-clipboard';

/** Text for the host's clipboard, by hand. It is kept nowhere. */
export function ToHost() {
  const { host, clipboard, rfb, touch } = useConsoleModel();
  const t = useTranslations('consoleClipboard');
  const [text, setText] = useState('');
  const [sent, setSent] = useState<string | null>(null);
  const label = t('toHost', { name: host.name });
  if (clipboard.rules.toHost) return <Forbidden label={label} why={t(`to.${clipboard.rules.toHost}`)} />;

  const tooLong = bytes(text) > MOST_BYTES;
  const lost = rfb && !rfb.takesUnicode && !tooLong ? toLatin1(text).lost : 0;
  const send = () => {
    if (clipboard.send(text)) setSent(text);
  };
  const { reading } = clipboard.status;
  const asksEachTime = browserClipboard.canRead() && (reading === 'never' || reading === 'askable');
  const sendHere = async () => {
    const went = await clipboard.sendHere();
    if (went === null) return;
    setText(went);
    setSent(went);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <div>
      <Textarea
        label={label}
        description={t('toHostHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        minRows={2}
        maxRows={6}
        autosize
        // The keyboard of a phone would cover what is to be read.
        autoFocus={!touch}
        spellCheck={false}
        autoComplete="off"
        error={tooLong ? t('tooLongHere') : undefined}
      />
      {lost > 0 ? (
        <Text size="xs" mt={4}>
          {t('lostHere', { count: lost })}
        </Text>
      ) : null}
      <Group gap={8} mt={8} align="center">
        <Button size="xs" onClick={send} disabled={!text || tooLong}>
          {t('send')}
        </Button>
        {asksEachTime && text === '' ? (
          <Button size="xs" variant="default" onClick={() => void sendHere()}>
            {t('sendHere')}
          </Button>
        ) : null}
        <Text size="xs" c="dimmed" role="status">
          {sent !== null && sent === text ? t('sent', { name: host.name }) : ''}
        </Text>
      </Group>
    </div>
  );
}
