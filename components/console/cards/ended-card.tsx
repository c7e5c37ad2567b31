'use client';

import { Alert, Button, Text } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { basePath, signInAddress } from '@/components/api/base-path';
import { Card } from './card';
import type { Failure, Remedy } from '../connection/failure-row';
import { splitSaid } from '../connection/said';
import { useNow } from '../use-now';
import { inSeconds } from '../words';

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
  const { code, remedy, alarm } = failure;
  const act = () => {
    if (remedy === 'sign-in') window.location.assign(signInAddress());
    else if (remedy === 'reload') window.location.reload();
    else onRetry();
  };
  const allHosts = (
    <Button variant={alarm ? 'filled' : 'default'} component="a" href={`${basePath()}/`}>
      All hosts
    </Button>
  );
  const main = (
    <Button variant={alarm ? 'default' : 'filled'} onClick={act}>
      {code === 'idle' ? 'Resume' : labels[remedy]}
    </Button>
  );
  return (
    <Card
      host={host}
      tone="bad"
      title={failure.title}
      alarm={alarm}
      actions={
        <>
          {alarm ? allHosts : main}
          {alarm ? main : allHosts}
        </>
      }
    >
      <Happened failure={failure} />
      <Text size="sm" {...(alarm ? {} : { c: 'dimmed' })}>
        {failure.next}
      </Text>
      {code === 'host_login_blocked' && failure.until !== null ? <Until at={failure.until} /> : null}
    </Card>
  );
}

function Until({ at }: { at: number }) {
  const now = useNow(true);
  return (
    <Text size="sm" fw={600} aria-live="off">
      {at > now ? `It can be tried again ${inSeconds(at - now)}.` : 'It can be tried again now.'}
    </Text>
  );
}

/** What happened; which certificate the host shows stands out. */
function Happened({ failure: { code, message, alarm } }: { failure: Failure }) {
  const { sentence, said } = splitSaid(message);
  if (alarm) {
    return (
      <>
        <Alert color="red" variant="light" role="alert" icon={<IconShieldExclamation size={20} />} p="sm">
          {sentence}
        </Alert>
        {said ? (
          <Text size="xs" c="dimmed" ff="monospace">
            It shows {said}
          </Text>
        ) : null}
      </>
    );
  }
  // Its time is counted down below.
  return <Text size="sm">{code === 'host_login_blocked' ? sentence : message}</Text>;
}
