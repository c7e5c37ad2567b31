'use client';

import { Button, Text } from '@mantine/core';
import { basePath, signInAddress } from '@/components/api/base-path';
import { Card } from './card';
import type { Failure, Remedy } from './failures';

const labels: Record<Remedy, string> = {
  retry: 'Try again',
  reconnect: 'Reconnect',
  resume: 'Open again',
  reload: 'Reload',
  'sign-in': 'Sign in',
};

interface EndedCardProps {
  host: { id: string; name: string };
  failure: Failure;
  onRetry: () => void;
}

/** What happened, why, and the button for the next step. */
export function EndedCard({ host, failure, onRetry }: EndedCardProps) {
  const act = () => {
    if (failure.remedy === 'sign-in') window.location.assign(signInAddress());
    else if (failure.remedy === 'reload') window.location.reload();
    else onRetry();
  };
  return (
    <Card
      host={host}
      tone="bad"
      title={failure.title}
      actions={
        <>
          <Button onClick={act}>{failure.code === 'idle' ? 'Resume' : labels[failure.remedy]}</Button>
          <Button variant="default" component="a" href={`${basePath()}/`}>
            All hosts
          </Button>
        </>
      }
    >
      <Text size="sm">{failure.message}</Text>
      <Text size="sm" c="dimmed">
        {failure.next}
      </Text>
    </Card>
  );
}
