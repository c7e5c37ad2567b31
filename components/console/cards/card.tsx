'use client';

import { Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './card.module.css';
import { HostBadge } from '../host-badge';
import type { Tone } from '../words';

interface CardProps {
  host: { id: string; name: string };
  tone: Tone;
  title: string;
  children: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  /** Appears after a moment only: most connections are up before anybody could read it. */
  late?: boolean;
  /** Somebody may be listening in. */
  alarm?: boolean;
}

/** What stands in the middle of the window when there is no picture, or something has to be asked. */
export function Card({ host, tone, title, children, actions, late = false, alarm = false }: CardProps) {
  const id = useId();
  const card = useRef<HTMLElement>(null);

  // The card itself, not its button: somebody who is typing while the picture goes away must not press it by accident.
  useEffect(() => {
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className={classes.place} data-late={late || undefined}>
      <Paper
        component="section"
        ref={card}
        tabIndex={-1}
        className={classes.card}
        data-alarm={alarm || undefined}
        aria-labelledby={id}
        shadow="lg"
      >
        <header className={classes.header}>
          <HostBadge hostId={host.id} name={host.name} tone={tone} size={40} />
          <div className={classes.names}>
            <Title order={2} size="h4" id={id}>
              {title}
            </Title>
            <Text size="sm" c="dimmed" truncate>
              {host.name}
            </Text>
          </div>
        </header>
        <div className={classes.body}>{children}</div>
        {actions ? <footer className={classes.actions}>{actions}</footer> : null}
      </Paper>
    </div>
  );
}
