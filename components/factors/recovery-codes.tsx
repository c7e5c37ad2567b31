'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCopy } from '../shell/use-copy';
import { printText, saveText } from './keep-text';
import classes from './factors.module.css';

interface Props {
  codes: readonly string[];
  /** Whose they are. */
  name: string;
  onKept: () => void;
}

/** Shown this once, with every way to keep them that a browser has. */
export function RecoveryCodes({ codes, name, onKept }: Props) {
  const t = useTranslations('factors');
  const { copied, copy } = useCopy();
  const asText = () => [t('recovery.heading', { name, address: window.location.host }), '', ...codes, ''].join('\n');
  return (
    <Stack gap="md">
      <Text size="sm">{t('recovery.note')}</Text>
      <ul className={classes.codes} aria-label={t('recovery.list')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="sm">
        <Button variant="default" size="xs" onClick={() => void copy(asText())}>
          {copied ? t('recovery.copied') : t('recovery.copy')}
        </Button>
        <Button variant="default" size="xs" onClick={() => saveText(t('recovery.fileName', { name }), asText())}>
          {t('recovery.download')}
        </Button>
        <Button variant="default" size="xs" onClick={() => printText(asText())}>
          {t('recovery.print')}
        </Button>
      </Group>
      <Button onClick={onKept} fullWidth data-autofocus>
        {t('recovery.kept')}
      </Button>
    </Stack>
  );
}
