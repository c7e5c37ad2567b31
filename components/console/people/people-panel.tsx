'use client';

import { Avatar, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { initials } from '@/components/shell/initials';
import { useTimeText } from '@/components/shell/time-text';
import { nearTime } from '../connection/told-times';
import { useConsoleModel } from '../console-model';
import { Panel } from '../panel';
import { useNow } from '../use-now';

/** Everybody who has a console open on this host. */
export function PeoplePanel() {
  const t = useTranslations('consolePeople');
  const { host, state, rights, company } = useConsoleModel();
  const { others } = company;
  const since = state.name === 'connected' || state.name === 'waiting-for-picture' ? state.since : null;
  return (
    <Panel title={t('panel.title')}>
      <Stack component="ul" gap="xs" m={0} p={0} aria-label={t('panel.list')}>
        <Person name={t('panel.you')} letters="" access={rights.watching ? 'view' : 'control'} since={since} />
        {others.map(({ userName, own, access, since: from }, index) => (
          <Person
            key={`${from} ${index}`}
            name={own ? t('panel.yourOther') : userName}
            letters={initials(userName, userName)}
            access={access}
            since={from}
          />
        ))}
      </Stack>
      {others.length === 0 ? (
        <Text size="sm" c="dimmed" mt="sm">
          {t('panel.alone')}
        </Text>
      ) : null}
      {host.exclusive ? (
        <Text size="sm" c="dimmed" mt="sm">
          {t('panel.exclusive')}
        </Text>
      ) : null}
    </Panel>
  );
}

interface PersonProps {
  name: string;
  /** Empty: the picture of nobody in particular. */
  letters: string;
  access: 'view' | 'control';
  since: number | null;
}

function Person({ name, letters, access, since }: PersonProps) {
  const t = useTranslations('consolePeople');
  const time = useTimeText();
  const now = useNow(false);
  const doing = t(access === 'control' ? 'panel.control' : 'panel.watching');
  return (
    <Group component="li" gap="sm" wrap="nowrap">
      <Avatar size={34} color="gray" variant={access === 'control' ? 'filled' : 'outline'} aria-hidden>
        {letters || undefined}
      </Avatar>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {doing}
          {since === null ? null : <> · {t('panel.since', { time: nearTime(since, now, time) })}</>}
        </Text>
      </div>
    </Group>
  );
}
