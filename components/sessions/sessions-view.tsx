'use client';

import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConsolesNav } from '../nodes/consoles-nav';
import { writeAddressQuery } from '../shell/address-query';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { type Asked, EndDialog } from './end-dialog';
import { findSessions, type Order, orders } from './find-sessions';
import { SessionTable } from './session-table';
import classes from './session-table.module.css';
import { useCarriers } from './use-carriers';
import { type LiveRow, useSessions } from './use-sessions';

/** In place of a node's id. */
const EVERY = 'every';

/** Who works where at this moment. */
export function SessionsView() {
  const t = useTranslations('sessions');
  const { sessions, error, reload } = useSessions();
  const people = new Set(sessions?.map(({ userId }) => userId)).size;
  const note = sessions && sessions.length > 0 ? t('counts', { consoles: sessions.length, people }) : t('note');
  return (
    <>
      <PageHead title={t('title')} note={note} />
      <ConsolesNav />
      <Stack gap="md">
        {error && <Problem title={t('stale')} error={error} retry={reload} />}
        {!sessions && !error && <Skeleton height={180} radius="lg" role="status" aria-label={t('loading')} />}
        {sessions?.length === 0 && (
          <Empty title={t('none')}>
            <p>{t('noneNote')}</p>
          </Empty>
        )}
        {sessions && sessions.length > 0 && <Consoles sessions={sessions} onEnded={reload} />}
      </Stack>
    </>
  );
}

function Consoles({ sessions, onEnded }: { sessions: LiveRow[]; onEnded: () => void }) {
  const t = useTranslations('sessions');
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<Order>('longest');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const { several, node, nodes, placed } = useCarriers(sessions);
  const here = node === '' ? placed : placed.filter((session) => session.node === node);
  const shown = findSessions(here, search, order);
  // Nobody ends what they no longer see.
  const selected = shown.filter(({ id }) => chosen.has(id));
  const clear = () => setChosen(new Set());
  return (
    <>
      <Group gap="sm">
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Select
          aria-label={t('order.label')}
          data={orders.filter((value) => several || value !== 'node').map((value) => ({ value, label: t(`order.${value}`) }))}
          value={order}
          onChange={(value) => setOrder(value ?? 'longest')}
          allowDeselect={false}
          w={190}
        />
        {several && (
          <Select
            aria-label={t('node.label')}
            data={[{ value: EVERY, label: t('node.every') }, ...nodes]}
            value={node === '' ? EVERY : node}
            onChange={(value) => writeAddressQuery({ node: value === null || value === EVERY ? '' : value })}
            allowDeselect={false}
            searchable
            w={240}
          />
        )}
      </Group>
      {selected.length > 0 && (
        <section className={classes.chosen} aria-label={t('select.label')}>
          <Text size="sm" fw={600} aria-live="polite">
            {t('select.count', { count: selected.length })}
          </Text>
          <Button color="red" size="xs" onClick={() => setAsked({ sessions: selected })}>
            {t('end.several')}
          </Button>
          <Button variant="default" size="xs" onClick={clear}>
            {t('select.none')}
          </Button>
        </section>
      )}
      {shown.length === 0 ? (
        <Text c="dimmed">{t(node === '' ? 'search.none' : 'node.none')}</Text>
      ) : (
        <SessionTable
          sessions={shown}
          selected={selected}
          onSelect={(rows) => setChosen(new Set(rows.map(({ id }) => id)))}
          onEnd={(session) => setAsked({ sessions: [session], onHost: sessions.filter(({ hostId }) => hostId === session.hostId) })}
        />
      )}
      <EndDialog
        asked={asked}
        onClose={() => setAsked(null)}
        onEnded={() => {
          clear();
          onEnded();
        }}
      />
    </>
  );
}
