'use client';

import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type LiveSession, MAX_END_MESSAGE } from '@/server/contract/session';
import { useAction } from '../api/use-action';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import { endSessions } from './end-sessions';

/** Consoles that somebody is about to end. */
export interface Asked {
  /** At least one. */
  sessions: readonly LiveSession[];
  /** All that are open on the host of the one console that was pointed at; the same one where there is no other. */
  onHost?: readonly LiveSession[];
}

interface EndDialogProps {
  /** null: nothing is asked. */
  asked: Asked | null;
  onClose: () => void;
  onEnded: () => void;
}

/** Asks before it ends consoles, with the words that their people are to read. */
export function EndDialog({ asked, onClose, onEnded }: EndDialogProps) {
  const t = useTranslations('sessions');
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked ? t('end.title', { count: asked.sessions.length }) : null}>
      {asked ? <EndBody {...asked} onClose={onClose} onEnded={onEnded} /> : null}
    </Modal>
  );
}

function EndBody({ sessions, onHost = sessions, onEnded, onClose }: Asked & Omit<EndDialogProps, 'asked'>) {
  const t = useTranslations('sessions');
  const common = useTranslations('common');
  const [message, setMessage] = useState('');
  const [scope, setScope] = useState('one');
  const chosen = scope === 'host' ? onHost : sessions;
  const [first] = sessions;
  const { run, busy, error } = useAction(async () => {
    const ended = await endSessions(chosen, message.replace(/\s+/gu, ' '));
    notifyDone(t('end.done', { count: ended }));
    onEnded();
  });
  if (!first) return null;
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if (await run()) onClose();
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          {sessions.length === 1
            ? t('end.body', { user: first.shownName, host: first.hostName })
            : t('end.bodySeveral', { count: sessions.length, names: namesOf(sessions) })}
        </Text>
        {onHost.length > sessions.length ? (
          <Radio.Group label={t('end.scope')} value={scope} onChange={setScope}>
            <Stack gap={6} mt={6}>
              <Radio value="one" label={t('end.onlyThis', { user: first.shownName })} />
              <Radio
                value="host"
                label={t('end.allOnHost', { count: String(onHost.length), host: first.hostName, names: namesOf(onHost) })}
              />
            </Stack>
          </Radio.Group>
        ) : null}
        <Textarea
          label={t('end.message')}
          description={t('end.messageNote')}
          value={message}
          maxLength={MAX_END_MESSAGE}
          autosize
          minRows={2}
          maxRows={5}
          onChange={({ currentTarget }) => setMessage(currentTarget.value)}
          data-autofocus
        />
        {error && <Problem title={common('notDone')} error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={busy}>
            {common('cancel')}
          </Button>
          <Button type="submit" color="red" loading={busy}>
            {t('end.confirm', { count: chosen.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** More names than a sentence holds. */
const MOST_NAMES = 5;

function namesOf(sessions: readonly LiveSession[]): string {
  const names = [...new Set(sessions.map(({ shownName }) => shownName))];
  return [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');
}
