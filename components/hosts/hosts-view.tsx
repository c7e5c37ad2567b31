'use client';

import { Box, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import type { HostRow } from '@/server/contract/host';
import { writeAddressQuery } from '../shell/address-query';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { useSearchText } from '../shell/use-search-text';
import { useIsAdmin } from '../shell/viewer';
import { BulkBar } from './bulk/bulk-bar';
import { columnsFor, placeColumns } from './columns';
import { FilesMenu } from './files-menu';
import { type Edited, HostDrawer } from './host-drawer';
import { FirstHost, NoHostForYou, NoResult } from './host-empty';
import type { RowSetting } from './host-item';
import { HostKeys } from './host-keys';
import { HostRegister } from './host-register';
import { readListQuery } from './host-query';
import { HostSkeleton } from './host-skeleton';
import { HostTestDialog } from './host-test-dialog';
import { HostToolbar } from './host-toolbar';
import { useDuplicate } from './use-duplicate';
import { useHostDeeds } from './use-host-deeds';
import { useHosts } from './use-hosts';
import { useKnownHosts } from './use-known-hosts';
import { type LetterDeed, useListKeys } from './use-list-keys';
import { type ListSettings, useListSettings } from './use-list-settings';
import { useSelection } from './use-selection';
import { useTags } from './use-tags';
import { useUntagged } from './use-untagged';

const ImportDialog = dynamic(() => import('./import/import-dialog').then((part) => part.ImportDialog), { ssr: false });

const writeSearch = (q: string) => writeAddressQuery({ q });
const writeTag = (tag: string) => writeAddressQuery({ tag });

/** The hosts, and everything that is done to them. */
export function HostsView({ initialSettings }: { initialSettings: ListSettings }) {
  const t = useTranslations('hosts');
  const admin = useIsAdmin();
  const query = readListQuery(useSearchParams());
  const search = useSearchText(query.q, writeSearch);
  const { settings, change: changeSettings } = useListSettings(initialSettings);
  const filtered = query.q !== '' || query.tag !== '';
  const byTag = settings.groupByTag && !filtered;

  const [version, setVersion] = useState(0);
  // By tag each group has its own list: of the whole, only the count is wanted.
  const hosts = useHosts(query, byTag ? { page: 1 } : {});
  const { tags, started: tagsStarted, reload: reloadTags } = useTags();
  const { untagged, reload: reloadUntagged } = useUntagged(byTag);
  const known = useKnownHosts(hosts.items);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [tested, setTested] = useState<HostRow | null>(null);
  const [importing, imports] = useDisclosure();
  const [selecting, setSelecting] = useState(false);
  const selection = useSelection(`${query.q}\n${query.tag}`);

  const { reload } = hosts;
  const reloadAll = useCallback(() => {
    reload();
    reloadTags();
    reloadUntagged();
    setVersion((last) => last + 1);
  }, [reload, reloadTags, reloadUntagged]);
  const deeds = useHostDeeds({
    setFavourite: hosts.setFavourite,
    edit: useCallback((host: HostRow) => setEdited({ kind: 'change', host }), []),
    duplicate: useDuplicate(setEdited),
    test: setTested,
    afterRemoval: reloadAll,
  });

  const withHost = (deed: (host: HostRow) => void): LetterDeed => {
    return (id) => {
      const host = known.get(id);
      if (host) deed(host);
    };
  };
  const pickRow: LetterDeed = (id, row, shift) => selection.pick(row, shift || !selection.has(id), shift);
  const { list, searchField, onListKey, onSearchKey } = useListKeys(
    {
      f: withHost(({ id, favourite }) => deeds.setFavourite(id, !favourite)),
      ...(admin ? { e: withHost(deeds.edit), t: withHost(deeds.test), x: pickRow } : {}),
    },
    {
      found: search.current && hosts.settled,
      flush: search.flush,
      escape: () => {
        if (selection.count > 0) selection.clear();
        return selection.count > 0;
      },
    },
  );

  const rows = useMemo<RowSetting>(
    () => ({
      columns: placeColumns(settings.columns.filter((column) => columnsFor(admin).includes(column))),
      deeds,
      onTag: writeTag,
      onPick: admin ? selection.pick : undefined,
    }),
    [settings.columns, deeds, admin, selection.pick],
  );
  const nothing = hosts.settled && hosts.items.length === 0 && !hosts.error;
  const empty = nothing && !filtered;
  const total = hosts.total ?? 0;
  const add = () => setEdited({ kind: 'new' });

  return (
    <>
      <PageHead
        title={t('title')}
        note={
          hosts.total === null || hosts.error || empty
            ? undefined
            : filtered
              ? t('matches', { count: total })
              : t('count', { count: total })
        }
      >
        {admin && !empty && (
          <>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
              {t('add')}
            </Button>
            <FilesMenu query={query} total={total} onImport={imports.open} />
          </>
        )}
      </PageHead>
      {!empty && (
        <HostToolbar
          query={query}
          search={search}
          searchField={searchField}
          onSearchKey={onSearchKey}
          tags={tags}
          onTag={writeTag}
          onSort={(sort) => writeAddressQuery({ sort: sort === 'recent' ? '' : sort })}
          settings={settings}
          onSettings={changeSettings}
          selecting={admin ? { on: selecting, toggle: () => setSelecting((last) => !last) } : undefined}
        />
      )}
      {hosts.error && (
        <Box mb="sm">
          <Problem title={t('notCurrent')} error={hosts.error} retry={reload} />
        </Box>
      )}
      {(!hosts.started || (byTag && !tagsStarted)) && <HostSkeleton />}
      {nothing && filtered && <NoResult q={query.q} tag={query.tag} onClear={() => writeAddressQuery({ q: '', tag: '' })} />}
      {empty && (admin ? <FirstHost onAdd={add} onImport={imports.open} /> : <NoHostForYou />)}
      {hosts.items.length > 0 && (!byTag || tagsStarted) && (
        <>
          <HostRegister
            list={list}
            onKeyDown={onListKey}
            hosts={hosts}
            query={query}
            groups={byTag ? { tags, untagged, version } : null}
            onShown={known.add}
            rows={rows}
            selection={selection}
            selecting={selecting || selection.count > 0}
          />
          <HostKeys admin={admin} />
        </>
      )}
      {admin && (
        <>
          {selection.count > 0 && (
            <BulkBar
              selection={selection}
              query={query}
              total={total}
              tags={tags.map(({ tag }) => tag)}
              nameOf={(id) => known.get(id)?.name ?? id}
              onDone={(removed) => {
                if (removed) selection.clear();
                reloadAll();
              }}
            />
          )}
          <HostDrawer
            edited={edited}
            tags={tags.map(({ tag }) => tag)}
            onClose={() => setEdited(null)}
            onSaved={(row, test) => {
              if (edited?.kind === 'change' && !byTag) {
                hosts.replace(row);
                reloadTags();
              } else reloadAll();
              setEdited(null);
              if (test) setTested(row);
            }}
          />
          <HostTestDialog host={tested} onClose={() => setTested(null)} />
          {importing && <ImportDialog onClose={imports.close} onDone={reloadAll} />}
        </>
      )}
    </>
  );
}
