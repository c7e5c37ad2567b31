'use client';

import { Alert, Button, Text } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { basePath, signInAddress } from '@/components/api/base-path';
import { Card } from './card';
import { useFailureText } from './failure-text';
import { waitOf } from './waits';
import type { Failure, Remedy } from '../connection/failure-row';
import { ColourOffer } from '../picture/colour-offer';
import { splitSaid } from '../connection/said';
import { useNow } from '../use-now';

const labels = {
  retry: 'retry',
  reconnect: 'reconnect',
  resume: 'resume',
  reload: 'reload',
  'sign-in': 'signIn',
} as const satisfies Record<Remedy, string>;

interface EndedCardProps {
  host: { id: string; name: string };
  failure: Failure;
  onRetry: () => void;
}

/** What happened, why, and the button for the next step. */
export function EndedCard({ host, failure, onRetry }: EndedCardProps) {
  const t = useTranslations('consoleCards');
  const text = useFailureText()(failure);
  const { code, remedy, alarm } = failure;
  const act = () => {
    if (remedy === 'sign-in') window.location.assign(signInAddress());
    else if (remedy === 'reload') window.location.reload();
    else onRetry();
  };
  const allHosts = (
    <Button variant={alarm ? 'filled' : 'default'} component="a" href={`${basePath()}/`}>
      {t('ended.allHosts')}
    </Button>
  );
  const main = (
    <Button variant={alarm ? 'default' : 'filled'} onClick={act}>
      {t(`ended.remedy.${code === 'idle' ? 'goOn' : labels[remedy]}`)}
    </Button>
  );
  return (
    <Card
      host={host}
      tone="bad"
      title={text.title}
      alarm={alarm}
      actions={
        <>
          {alarm ? allHosts : main}
          {alarm ? main : allHosts}
        </>
      }
    >
      <Happened message={text.message} code={code} alarm={alarm} />
      <Text size="sm" {...(alarm ? {} : { c: 'dimmed' })}>
        {text.next}
      </Text>
      {code === 'protocol' ? <ColourOffer /> : null}
      {waits(code) && failure.until !== null ? <Until at={failure.until} /> : null}
    </Card>
  );
}

function waits(code: string): boolean {
  return code === 'host_login_blocked' || code === 'host_login_paused';
}

const until = { now: 'ended.triedNow', seconds: 'ended.triedSeconds', minutes: 'ended.triedMinutes' } as const;

function Until({ at }: { at: number }) {
  const t = useTranslations('consoleCards');
  const { unit, count } = waitOf(at - useNow(true));
  return (
    <Text size="sm" fw={600} aria-live="off">
      {t(until[unit], { count })}
    </Text>
  );
}

/** What happened; which certificate the host shows stands out. */
function Happened({ message, code, alarm }: { message: string; code: string; alarm: boolean }) {
  const t = useTranslations('consoleCards');
  const { sentence, said } = splitSaid(message);
  if (alarm) {
    return (
      <>
        <Alert color="red" variant="light" role="alert" icon={<IconShieldExclamation size={20} />} p="sm">
          {sentence}
        </Alert>
        {said ? (
          <Text size="xs" c="dimmed" ff="monospace">
            {t('ended.shows', { said })}
          </Text>
        ) : null}
      </>
    );
  }
  // Its time is counted down below.
  return <Text size="sm">{waits(code) ? sentence : message}</Text>;
}
