'use client';

import { Button, Text, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConsoleModel } from '../console-model';
import { Forbidden } from './forbidden';
import { browserClipboard } from './local-clipboard';

/** What was copied on the host, to look at and to take by hand. */
export function FromHost() {
  const { host, clipboard, facts } = useConsoleModel();
  const t = useTranslations('consoleClipboard');
  const received = facts.clipboard;
  const [copied, setCopied] = useState<typeof received>(null);
  const label = t('fromHost', { name: host.name });
  if (clipboard.rules.fromHost) return <Forbidden label={label} why={t(`from.${clipboard.rules.fromHost}`)} />;

  const copy = async () => {
    if (received && (await browserClipboard.write(received.text))) setCopied(received);
  };
  return (
    <div>
      <Textarea
        label={label}
        value={received?.text ?? ''}
        placeholder={t('nothingYet')}
        readOnly
        minRows={2}
        maxRows={6}
        autosize
        spellCheck={false}
      />
      {received?.cut ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t('cut')}
        </Text>
      ) : null}
      <Button variant="default" size="xs" mt={8} onClick={() => void copy()} disabled={!received?.text}>
        {received && copied === received ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
