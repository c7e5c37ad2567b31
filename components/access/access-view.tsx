'use client';

import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Grant } from '@/server/contract/access';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { AccessNav } from './access-nav';
import { GrantFilters } from './grant-filters';
import { AddGrant, EditGrant, type Preset } from './grant-form';
import { type GrantFilter, readGrantFilter } from './grant-query';
import { GrantTable } from './grant-table';
import { useGrants } from './use-grants';

type Dialog = { kind: 'add' } | { kind: 'edit'; grant: Grant };

/** Who may do what where: every grant, or those that are for somebody or something. */
export function AccessView() {
  const t = useTranslations('access');
  const filter = readGrantFilter(useSearchParams());
  const grants = useGrants(filter);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const filtered = Object.values(filter).some((value) => value !== '');
  const nothing = grants.settled && grants.items.length === 0 && !grants.error;
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'add' })}>
      {t('form.add')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} note={t('note')}>
        {!(nothing && !filtered) && add}
      </PageHead>
      <AccessNav />
      <Stack gap="sm">
        {!(nothing && !filtered) && <GrantFilters filter={filter} />}
        {grants.error && <Problem title={t('stale')} error={grants.error} retry={grants.reload} />}
        {filter.host !== '' && !nothing && (
          <Text size="sm" c="dimmed">
            {t('hostNote', { host: filter.host })}
          </Text>
        )}
        {nothing ? (
          <Nothing filter={filter} filtered={filtered} add={add} />
        ) : (
          <GrantTable grants={grants} onEdit={(grant) => setDialog({ kind: 'edit', grant })} />
        )}
      </Stack>
      <Modal
        opened={dialog !== null}
        onClose={() => setDialog(null)}
        title={dialog?.kind === 'edit' ? t('form.editTitle') : t('form.add')}
        closeOnClickOutside={false}
        size="lg"
      >
        {dialog?.kind === 'add' && (
          <AddGrant
            preset={presetOf(filter)}
            onSaved={() => {
              grants.reload();
              setDialog(null);
            }}
          />
        )}
        {dialog?.kind === 'edit' && (
          <EditGrant
            grant={dialog.grant}
            onSaved={(grant) => {
              grants.replace(grant);
              setDialog(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}

function presetOf(filter: GrantFilter): Preset {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
}

/** @param add the button that begins */
function Nothing({ filter, filtered, add }: { filter: GrantFilter; filtered: boolean; add: ReactNode }) {
  const t = useTranslations('access');
  if (filter.host !== '' && filter.user === '' && filter.group === '' && filter.tag === '') {
    return (
      <Empty title={t('empty.nobodyTitle', { host: filter.host })}>
        <p>{t('empty.nobody')}</p>
      </Empty>
    );
  }
  if (filtered) {
    return (
      <Empty title={t('empty.noneTitle')}>
        <p>{t('empty.none')}</p>
      </Empty>
    );
  }
  return (
    <Empty title={t('empty.title')}>
      <p>{t('empty.body')}</p>
      <p>{add}</p>
      <p>
        {t('empty.groups')}{' '}
        <Anchor component={Link} href="/groups" size="sm" underline="always">
          {t('empty.toGroups')}
        </Anchor>
      </p>
    </Empty>
  );
}
