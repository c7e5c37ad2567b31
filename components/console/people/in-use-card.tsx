'use client';

import { Button, Text } from '@mantine/core';
import { useCallback, useRef, useState } from 'react';
import { useAction } from '@/components/api/use-action';
import { askFirst } from '@/components/shell/confirm';
import { Problem } from '@/components/shell/problem';
import { Card } from '../cards/card';
import type { Failure } from '../connection/failure-row';
import { askFor, endHolder, findHolder, holderOf } from './in-use';
import { splitSaid } from '../connection/said';

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

/** Somebody else is on a host that takes one person at a time: watch, ask, or, for administrators, take over. */
export function InUseCard({ host, failure, admin, hostsAddress, watchAddress, onOpen }: InUseCardProps) {
  const { sentence, said } = splitSaid(failure.message);
  const { name, since } = holderOf(said);
  const [answer, setAnswer] = useState<'asked' | 'nobody' | null>(null);
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
      const holder = await findHolder(host.id);
      if (!holder) {
        onOpen();
        return;
      }
      askFirst({
        title: `Take over from ${holder.userName}?`,
        body: `${holder.userName} is at ${host.name} and is told that an administrator ended the console. What they did on the machine stays as it is.`,
        confirm: 'Take over',
        act: async () => {
          await endHolder(holder);
          onOpen();
        },
      });
    }, [host, onOpen]),
  );
  const error = ask.error ?? takeOver.error;

  return (
    <Card
      host={host}
      tone="bad"
      title={failure.title}
      actions={
        <>
          <Button component="a" href={watchAddress} variant={answer === 'nobody' ? 'default' : 'filled'}>
            Watch
          </Button>
          {answer === null ? (
            <Button variant="default" loading={ask.busy} onClick={() => void ask.run()}>
              Ask for it
            </Button>
          ) : null}
          {admin ? (
            <Button variant="default" loading={takeOver.busy} onClick={() => void takeOver.run()}>
              Take over
            </Button>
          ) : null}
          <Button variant={answer === 'nobody' ? 'filled' : 'default'} onClick={onOpen}>
            Try again
          </Button>
          <Button variant="default" component="a" href={hostsAddress}>
            All hosts
          </Button>
        </>
      }
    >
      <Text size="sm">{sentence}</Text>
      {name && answer !== 'nobody' ? (
        <Text size="sm" fw={600}>
          On it now: {name}
          {since ? `, since ${since}` : ''}.
        </Text>
      ) : null}
      <div ref={next} role="status" tabIndex={-1} style={{ outline: 'none' }}>
        <Next answer={answer} name={name || 'The person on it'} words={failure.next} />
      </div>
      {error ? <Problem title="That did not work" error={error} /> : null}
    </Card>
  );
}

function Next({ answer, name, words }: { answer: 'asked' | 'nobody' | null; name: string; words: string }) {
  switch (answer) {
    case 'asked':
      return (
        <>
          <Text size="sm" fw={600}>
            {name} has been asked.
          </Text>
          <Text size="sm" c="dimmed">
            It stands in their console now. Try again once they have left.
          </Text>
        </>
      );
    case 'nobody':
      return <Text size="sm">Nobody could be asked: the host may be free by now, or it is used without a console page. Try again.</Text>;
    case null:
      return (
        <Text size="sm" c="dimmed">
          {words}
        </Text>
      );
  }
}
