'use client';

import { Button, Paper, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Asker } from './follow-company';
import classes from './asked-banner.module.css';

interface AskedBannerProps {
  asker: Asker | null;
  onGive: () => void;
  onDismiss: () => void;
  /** What takes the focus when the keyboard is led here. */
  ref: React.Ref<HTMLElement>;
}

/** Somebody asks for the host. It takes no focus by itself: whoever types, types into the machine. */
export function AskedBanner({ asker, onGive, onDismiss, ref }: AskedBannerProps) {
  const t = useTranslations('consolePeople');
  return (
    <div className={classes.place} aria-live="polite">
      {asker ? (
        <Paper component="section" ref={ref} tabIndex={-1} className={classes.banner} aria-label={t('asks.label')} shadow="lg">
          <Text size="sm" className={classes.words}>
            {t.rich('asks.words', { name: asker.userName, b: bold })}
          </Text>
          <div className={classes.actions}>
            <Button size="sm" onClick={onGive}>
              {t('asks.give')}
            </Button>
            <Button size="sm" variant="default" onClick={onDismiss}>
              {t('asks.notNow')}
            </Button>
          </div>
        </Paper>
      ) : null}
    </div>
  );
}

const bold = (words: ReactNode) => <b>{words}</b>;
