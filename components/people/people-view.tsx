'use client';

import { Button, CloseButton, Group, Stack, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
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
      <PageHead title="People" note="Who may sign in. Administrators manage everything and open every host.">
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'add' })}>
          Add a user
        </Button>
      </PageHead>
      <Stack gap="sm">
        <Group>
          <TextInput
            type="search"
            aria-label="Search people by name"
            placeholder="Search by name"
            w={{ base: '100%', sm: 320 }}
            value={search.text}
            onChange={(event) => search.setText(event.currentTarget.value)}
            leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
            rightSectionPointerEvents="all"
            rightSection={search.text && <CloseButton size="sm" aria-label="Clear the search" onClick={() => search.setText('')} />}
          />
        </Group>
        {people.error && <Problem title="The list is not current" error={people.error} retry={people.reload} />}
        {people.settled && people.items.length === 0 && q !== '' ? (
          <Empty title="Nobody matches">
            <p>No user has “{q}” in their name.</p>
          </Empty>
        ) : (
          <PeopleTable people={people} onDialog={setDialog} />
        )}
      </Stack>
      <PersonDialogs state={dialog} onClose={() => setDialog(null)} onSaved={saved} />
    </>
  );
}
