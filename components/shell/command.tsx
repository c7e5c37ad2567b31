'use client';

import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCopy } from './use-copy';
import classes from './command.module.css';

/**
 * A line to be copied: a command, an address, a token.
 * @param label what its button does: "Copy the token"
 */
export function Command({ text, label }: { text: string; label: string }) {
  const t = useTranslations('common');
  const { copied, copy } = useCopy();
  return (
    <span className={classes.command}>
      <code className={classes.text}>{text}</code>
      <ActionIcon
        variant="subtle"
        color={copied ? 'petrol' : 'gray'}
        onClick={() => void copy(text)}
        aria-label={copied ? t('copied') : label}
      >
        {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} stroke={1.7} aria-hidden />}
      </ActionIcon>
    </span>
  );
}
