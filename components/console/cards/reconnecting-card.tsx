'use client';

import { Button, Loader, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Card } from './card';
import { useFailureText } from './failure-text';
import { waitOf } from './waits';
import { ColourOffer } from '../picture/colour-offer';
import { isReaching, type State } from '../connection/console-state';
import { useNow } from '../use-now';
import { useStateWords } from '../words';

interface ReconnectingCardProps {
  host: { id: string; name: string };
  state: State;
  /** The page has had a picture of the host. */
  pictured: boolean;
  onNow: () => void;
  onStop: () => void;
}

/** Why the picture stands still, and when the next try is. */
export function ReconnectingCard({ host, state, pictured, onNow, onStop }: ReconnectingCardProps) {
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
      {waiting && !pictured && state.failure?.code === 'host_closed' ? <ColourOffer /> : null}
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
