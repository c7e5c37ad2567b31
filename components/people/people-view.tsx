'use client';

import { Button, CloseButton, Group, Stack, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { User } from '@/server/contract/people';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { useSearchText } from '../shell/use-search-text';
import { useViewer } from '../shell/viewer';
import { PeopleTable } from './people-table';
import { type PersonDialogState, PersonDialogs } from './person-dialogs';
import { usePeople } from './use-people';

/** Who may sign in, and as what. */
export function PeopleView() {
  const t = useTranslations('people');
  const [q, setQ] = useState('');
  const search = useSearchText(q, setQ);
  const people = usePeople(q);
  const viewer = useViewer();
  const router = useRouter();
  const [dialog, setDialog] = useState<PersonDialogState | null>(null);
  const saved = (user: User) => {
    if (dialog?.kind === 'add') people.reload();
    else people.replace(user);
    // The header shows the viewer's own name.
    if (user.id === viewer.id) router.refresh();
    setDialog(null);
  };
  return (
    <>
      <PageHead title={t('title')} note={t('note')}>
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'add' })}>
          {t('add.open')}
        </Button>
      </PageHead>
      <Stack gap="sm">
        <Group>
          <TextInput
            type="search"
            aria-label={t('search.label')}
            placeholder={t('search.placeholder')}
            w={{ base: '100%', sm: 320 }}
            value={search.text}
            onChange={(event) => search.setText(event.currentTarget.value)}
            leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
            rightSectionPointerEvents="all"
            rightSection={search.text && <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => search.setText('')} />}
          />
        </Group>
        {people.error && <Problem title={t('stale')} error={people.error} retry={people.reload} />}
        {people.settled && people.items.length === 0 && q !== '' ? (
          <Empty title={t('search.none')}>
            <p>{t('search.noneNote', { q })}</p>
          </Empty>
        ) : (
          <PeopleTable people={people} onDialog={setDialog} />
        )}
      </Stack>
      <PersonDialogs state={dialog} onClose={() => setDialog(null)} onSaved={saved} />
    </>
  );
}
