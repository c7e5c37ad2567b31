'use client';

import { Button, Loader, Text } from '@mantine/core';
import { Card } from './card';
import type { State } from '../connection/console-state';
import { useNow } from '../use-now';
import { inSeconds, stateWords } from '../words';

interface ReconnectingCardProps {
  host: { id: string; name: string };
  state: State;
  onNow: () => void;
  onStop: () => void;
}

/** Why the picture stands still, and when the next try is. */
export function ReconnectingCard({ host, state, onNow, onStop }: ReconnectingCardProps) {
  const waiting = state.name === 'waiting';
  const now = useNow(waiting);
  const why = state.failure;
  return (
    <Card
      host={host}
      tone="busy"
      title={why?.title ?? 'Connection lost'}
      actions={
        <>
          <Button onClick={onNow} disabled={!waiting}>
            Try now
          </Button>
          <Button variant="default" onClick={onStop}>
            Stop trying
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
          `Trying again ${inSeconds(state.until - now)}.`
        ) : (
          <>
            <Loader size={14} mr={8} mt={3} /> {stateWords(state)} …
          </>
        )}
      </Text>
    </Card>
  );
}
