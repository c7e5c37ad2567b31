'use client';

import { Button, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAction } from '@/components/api/use-action';
import { askFirst } from '@/components/shell/confirm';
import { Problem } from '@/components/shell/problem';
import { useTimeText } from '@/components/shell/time-text';
import { Card } from '../cards/card';
import { useFailureText } from '../cards/failure-text';
import type { Failure } from '../connection/failure-row';
import { splitSaid } from '../connection/said';
import { nearTime } from '../connection/told-times';
import { useNow } from '../use-now';
import { askFor, endHolder, findHolder, followHolder } from './in-use';

interface InUseCardProps {
  host: { id: string; name: string };
  failure: Failure;
  /** The person may end other people's consoles. */
  admin: boolean;
  hostsAddress: string;
  /** Where the host can be watched. */
  watchAddress: string;
  onOpen: () => void;
}

type Answer = 'asked' | 'nobody' | null;

/** Somebody else is on a host that takes one person at a time: watch, ask, or, for administrators, take over. Tells when it is free. */
export function InUseCard({ host, failure, admin, hostsAddress, watchAddress, onOpen }: InUseCardProps) {
  const t = useTranslations('consolePeople');
  const common = useTranslations('common');
  const text = useFailureText()(failure);
  const [holder, setHolder] = useState(failure.holder);
  const [free, setFree] = useState(false);
  useEffect(
    () =>
      followHolder(host.id, (now) => {
        setFree(now === null);
        if (now) setHolder(now);
      }),
    [host.id],
  );
  const [answer, setAnswer] = useState<Answer>(null);
  const next = useRef<HTMLDivElement>(null);
  const ask = useAction(
    useCallback(async () => {
      setAnswer(await askFor(host.id));
      // The button goes, and the focus is not to go with it.
      next.current?.focus();
    }, [host.id]),
  );
  const takeOver = useAction(
    useCallback(async () => {
      const session = await findHolder(host.id);
      if (!session) {
        onOpen();
        return;
      }
      askFirst({
        title: t('inUse.takeOverTitle', { name: session.userName }),
        body: t('inUse.takeOverBody', { name: session.userName, host: host.name }),
        confirm: t('inUse.takeOver'),
        act: async () => {
          await endHolder(session);
          onOpen();
        },
      });
    }, [host, onOpen, t]),
  );
  const error = ask.error ?? takeOver.error;
  const watch = (
    <Button component="a" href={watchAddress} variant={free || answer === 'nobody' ? 'default' : 'filled'}>
      {t('inUse.watch')}
    </Button>
  );

  return (
    <Card
      host={host}
      tone={free ? 'asks' : 'bad'}
      title={free ? t('inUse.freeTitle', { host: host.name }) : text.title}
      actions={
        <>
          {free ? <Button onClick={onOpen}>{t('inUse.openNow')}</Button> : null}
          {watch}
          {answer === null && !free ? (
            <Button variant="default" loading={ask.busy} onClick={() => void ask.run()}>
              {t('inUse.ask')}
            </Button>
          ) : null}
          {admin && !free ? (
            <Button variant="default" loading={takeOver.busy} onClick={() => void takeOver.run()}>
              {t('inUse.takeOver')}
            </Button>
          ) : null}
          {free ? null : (
            <Button variant={answer === 'nobody' ? 'filled' : 'default'} onClick={onOpen}>
              {t('inUse.tryAgain')}
            </Button>
          )}
          <Button variant="default" component="a" href={hostsAddress}>
            {t('inUse.allHosts')}
          </Button>
        </>
      }
    >
      {free ? null : <Text size="sm">{splitSaid(text.message).sentence}</Text>}
      {holder && !free && answer !== 'nobody' ? <On name={holder.userName} since={holder.since} /> : null}
      <div ref={next} role="status" tabIndex={-1} style={{ outline: 'none' }}>
        {free ? <Free /> : <Next answer={answer} name={holder?.userName ?? ''} words={text.next} />}
      </div>
      {error ? <Problem title={common('notDone')} error={error} /> : null}
    </Card>
  );
}

function On({ name, since }: { name: string; since: number }) {
  const t = useTranslations('consolePeople');
  const time = useTimeText();
  const now = useNow(false);
  return (
    <Text size="sm" fw={600}>
      {since > 0 ? t('inUse.onSince', { name, time: nearTime(since, now, time) }) : t('inUse.on', { name })}
    </Text>
  );
}

function Free() {
  const t = useTranslations('consolePeople');
  return (
    <>
      <Text size="sm" fw={600}>
        {t('inUse.free')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('inUse.freeNext')}
      </Text>
    </>
  );
}

function Next({ answer, name, words }: { answer: Answer; name: string; words: string }) {
  const t = useTranslations('consolePeople');
  switch (answer) {
    case 'asked':
      return (
        <>
          <Text size="sm" fw={600}>
            {name ? t('inUse.asked', { name }) : t('inUse.askedSomebody')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('inUse.askedNext')}
          </Text>
        </>
      );
    case 'nobody':
      return <Text size="sm">{t('inUse.nobody')}</Text>;
    case null:
      return (
        <Text size="sm" c="dimmed">
          {words}
        </Text>
      );
  }
}
