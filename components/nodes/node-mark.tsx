'use client';

import { Badge } from '@mantine/core';
import { IconCheck, IconDoorExit, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Ago } from '../shell/ago';
import { useTimeText } from '../shell/time-text';
import classes from './nodes.module.css';
import type { NodeRow } from './use-nodes';

const looks = {
  up: { icon: IconCheck, color: 'petrol', variant: 'light' },
  draining: { icon: IconDoorExit, color: 'orange', variant: 'light' },
  lost: { icon: IconPlugConnectedX, color: 'red', variant: 'filled' },
} as const;

/** Whether a process serves: in a word, a shape and a colour. */
export function NodeMark({ node }: { node: NodeRow }) {
  const t = useTranslations('nodes');
  const { icon: Icon, color, variant } = looks[node.state];
  return (
    <Badge className={classes.mark} color={color} variant={variant} leftSection={<Icon size={12} aria-hidden />}>
      {t(`state.${node.state}`)}
    </Badge>
  );
}

/** What follows from that, where it is not well. */
export function NodeNote({ node: { state, seenAt, silentMs } }: { node: NodeRow }) {
  const t = useTranslations('nodes');
  const { duration } = useTimeText();
  if (state === 'lost') return <span className={classes.dim}>{t.rich('stateNote.lost', { time: () => <Ago at={seenAt} /> })}</span>;
  return (
    <>
      {state === 'draining' && <span className={classes.dim}>{t('stateNote.draining')}</span>}
      {silentMs !== null && <span className={classes.dim}>{t('stateNote.silent', { time: duration(silentMs) })}</span>}
    </>
  );
}
