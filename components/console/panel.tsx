'use client';

import { CloseButton, Group, Paper, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useConsoleModel } from './console-model';
import classes from './panel.module.css';

/** What lies beside the picture: a region that takes the focus when it opens and gives it back to the machine with Escape. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations('consoleBar');
  const { showPanel } = useConsoleModel();
  const id = useId();
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus({ preventScroll: true });
  }, []);

  return (
    <Paper
      component="section"
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      data-panel
      aria-labelledby={id}
      shadow="lg"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) showPanel(null);
      }}
    >
      <Group justify="space-between" wrap="nowrap" mb={8}>
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        <CloseButton onClick={() => showPanel(null)} aria-label={t('closePanel')} />
      </Group>
      {children}
    </Paper>
  );
}
