'use client';

import { Button, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { User } from '@/server/contract/people';
import { StepUpDialog } from '../factors/step-up';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { SearchField } from '../shell/search-field';
import { useSearchText } from '../shell/use-search-text';
import { useViewer } from '../shell/viewer';
import { PeopleNav } from './people-nav';
import { PeopleTable } from './people-table';
import { usePersonDeeds } from './person-deeds';
import { type PersonDialogState, PersonDialogs } from './person-dialogs';
import { usePeople } from './use-people';

/** Who may sign in, and as what. */
export function PeopleView() {
  return (
    <StepUpDialog>
      <People />
    </StepUpDialog>
  );
}

function People() {
  const t = useTranslations('people');
  const [q, setQ] = useState('');
  const search = useSearchText(q, setQ);
  const people = usePeople(q);
  const viewer = useViewer();
  const router = useRouter();
  const [dialog, setDialog] = useState<PersonDialogState | null>(null);
  const deeds = usePersonDeeds(people.replace, people.reload);
  const saved = (user: User, next: PersonDialogState | null = null) => {
    if (dialog?.kind === 'add') people.reload();
    else people.replace(user);
    // The header shows the viewer's own name.
    if (user.id === viewer.id) router.refresh();
    setDialog(next);
  };
  return (
    <>
      <PageHead title={t('title')} note={t('note')}>
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'add' })}>
          {t('add.open')}
        </Button>
      </PageHead>
      <PeopleNav />
      <Stack gap="sm">
        <SearchField search={search} label={t('search.label')} placeholder={t('search.placeholder')} clear={t('search.clear')} />
        {people.error && <Problem title={t('stale')} error={people.error} retry={people.reload} />}
        {people.settled && people.items.length === 0 && q !== '' ? (
          <Empty title={t('search.none')}>
            <p>{t('search.noneNote', { q })}</p>
          </Empty>
        ) : (
          <PeopleTable people={people} onDialog={setDialog} deeds={deeds} />
        )}
      </Stack>
      <PersonDialogs state={dialog} onClose={() => setDialog(null)} onChanged={people.replace} onSaved={saved} />
    </>
  );
}
