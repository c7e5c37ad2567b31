'use client';

import { Button, Drawer, Modal, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Group } from '@/server/contract/access';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { PeopleNav } from '../people/people-nav';
import { writeAddressQuery } from '../shell/address-query';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { SearchField } from '../shell/search-field';
import { useSearchText } from '../shell/use-search-text';
import { GroupForm } from './group-form';
import { GroupMembers } from './group-members';
import { GroupTable } from './group-table';
import { useGroups } from './use-groups';

const openGroup = (id: string) => writeAddressQuery({ group: id });

/** People who get the same access. */
export function GroupsView() {
  const t = useTranslations('groups');
  const opened = useSearchParams().get('group') ?? '';
  const [q, setQ] = useState('');
  const search = useSearchText(q, setQ);
  const groups = useGroups(q);
  const [edited, setEdited] = useState<Group | 'new' | null>(null);
  const nothing = groups.settled && groups.items.length === 0 && !groups.error;
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('add.open')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} note={t('note')}>
        {!(nothing && q === '') && add}
      </PageHead>
      <PeopleNav />
      <Stack gap="sm">
        {!(nothing && q === '') && (
          <SearchField search={search} label={t('search.label')} placeholder={t('search.placeholder')} clear={t('search.clear')} />
        )}
        {groups.error && <Problem title={t('stale')} error={groups.error} retry={groups.reload} />}
        {!nothing && <GroupTable groups={groups} onOpen={({ id }) => openGroup(id)} onEdit={setEdited} />}
        {nothing &&
          (q === '' ? (
            <Empty title={t('empty.title')}>
              <p>{t('empty.body')}</p>
              {add}
            </Empty>
          ) : (
            <Empty title={t('search.none')}>
              <p>{t('search.noneNote', { q })}</p>
            </Empty>
          ))}
      </Stack>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === null || edited === 'new' ? t('add.open') : t('edit.title', { name: edited.name })}
        closeOnClickOutside={false}
      >
        {edited !== null && (
          <GroupForm
            group={edited === 'new' ? null : edited}
            onSaved={(group) => {
              groups.reload();
              // A new group has nobody in it: that comes next.
              if (edited === 'new') openGroup(group.id);
              setEdited(null);
            }}
          />
        )}
      </Modal>
      <MembersDrawer id={opened} onClose={() => openGroup('')} onChanged={groups.reload} />
    </>
  );
}

function MembersDrawer({ id, onClose, onChanged }: { id: string; onClose: () => void; onChanged: () => void }) {
  const t = useTranslations('groups');
  const phone = useMediaQuery('(max-width: 600px)');
  const { data, error, reload } = useResource(
    useCallback(async (signal: AbortSignal) => (id === '' ? null : await call('getGroup', { params: { id }, signal })), [id]),
  );
  const group = data?.id === id ? data : null;
  return (
    <Drawer
      opened={id !== ''}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 480}
      padding={phone ? 'md' : 'lg'}
      title={group ? t('detail.title', { name: group.name }) : t('open')}
      styles={{ title: { fontWeight: 650, fontSize: 18 } }}
    >
      {id !== '' && error && <Problem title={t('detail.failed')} error={error} retry={reload} />}
      {group && <GroupMembers key={group.id} group={group} onChanged={onChanged} />}
    </Drawer>
  );
}
