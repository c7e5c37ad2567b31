'use client';

import { Button, Loader, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Card } from './card';
import { useFailureText } from './failure-text';
import { waitOf } from './waits';
import { isReaching, type State } from '../connection/console-state';
import { useNow } from '../use-now';
import { useStateWords } from '../words';

interface ReconnectingCardProps {
  host: { id: string; name: string };
  state: State;
  onNow: () => void;
  onStop: () => void;
}

/** Why the picture stands still, and when the next try is. */
export function ReconnectingCard({ host, state, onNow, onStop }: ReconnectingCardProps) {
  const t = useTranslations('consoleCards');
  const { words } = useStateWords(state);
  const textOf = useFailureText();
  const waiting = state.name === 'waiting';
  const now = useNow(waiting);
  const wait = waitOf(waiting ? state.until - now : 0);
  const why = state.failure ? textOf(state.failure) : null;
  return (
    <Card
      host={host}
      tone="busy"
      title={why?.title ?? t('reconnecting.title')}
      actions={
        <>
          <Button onClick={onNow} disabled={!waiting && !isReaching(state)}>
            {t('reconnecting.tryNow')}
          </Button>
          <Button variant="default" onClick={onStop}>
            {t('reconnecting.stop')}
          </Button>
        </>
      }
    >
      {why ? (
        <>
          <Text size="sm">{why.message}</Text>
          <Text size="sm" c="dimmed">
            {why.next}
          </Text>
        </>
      ) : null}
      <Text size="sm" fw={600} aria-live="off" display="flex">
        {waiting ? (
          t(`reconnecting.${wait.unit}`, { count: wait.count })
        ) : (
          <>
            <Loader size={14} mr={8} mt={3} /> {t('reconnecting.under', { words })}
          </>
        )}
      </Text>
    </Card>
  );
}
