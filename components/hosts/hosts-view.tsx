'use client';

import { Box, Button, Kbd } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useState } from 'react';
import type { HostRow } from '@/server/contract/host';
import { writeAddressQuery } from '../shell/address-query';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { countText } from '../shell/size-text';
import { useSearchText } from '../shell/use-search-text';
import { useIsAdmin } from '../shell/viewer';
import { HostDrawer } from './host-drawer';
import { FirstHost, NoHostForYou, NoResult } from './host-empty';
import { HostList } from './host-list';
import { readListQuery } from './host-query';
import { HostSkeleton } from './host-skeleton';
import { HostTestDialog } from './host-test-dialog';
import { HostToolbar } from './host-toolbar';
import { useHostDeeds } from './use-host-deeds';
import { useHosts } from './use-hosts';
import { useListKeys } from './use-list-keys';
import { useTags } from './use-tags';
import classes from './hosts-view.module.css';

const writeSearch = (q: string) => writeAddressQuery({ q });
const writeTag = (tag: string) => writeAddressQuery({ tag });

/** The hosts, and everything that is done to them. */
export function HostsView() {
  const admin = useIsAdmin();
  const query = readListQuery(useSearchParams());
  const search = useSearchText(query.q, writeSearch);
  const hosts = useHosts(query);
  const { tags, reload: reloadTags } = useTags();
  const [edited, setEdited] = useState<HostRow | 'new' | null>(null);
  const [tested, setTested] = useState<HostRow | null>(null);

  const { reload } = hosts;
  const reloadAll = useCallback(() => {
    reload();
    reloadTags();
  }, [reload, reloadTags]);
  const deeds = useHostDeeds({ setFavourite: hosts.setFavourite, edit: setEdited, test: setTested, afterRemoval: reloadAll });

  const byId = (id: string) => hosts.items.find((item) => item.id === id)!;
  const keys = useListKeys(
    {
      f: (id) => deeds.setFavourite(id, !byId(id).favourite),
      ...(admin ? { e: (id: string) => deeds.edit(byId(id)), t: (id: string) => deeds.test(byId(id)) } : {}),
    },
    { found: search.current && hosts.settled, flush: search.flush },
  );

  const filtered = query.q !== '' || query.tag !== '';
  const nothing = hosts.settled && hosts.items.length === 0 && !hosts.error;
  const empty = nothing && !filtered;
  const clear = () => writeAddressQuery({ q: '', tag: '' });

  return (
    <>
      <PageHead
        title="Hosts"
        note={
          hosts.total === null || hosts.error || empty
            ? undefined
            : countText(hosts.total, filtered ? 'match' : 'host', filtered ? 'matches' : 'hosts')
        }
      >
        {admin && !empty && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            Add a host
          </Button>
        )}
      </PageHead>
      {!empty && (
        <HostToolbar
          query={query}
          search={search}
          searchField={keys.searchField}
          onSearchKey={keys.onSearchKey}
          tags={tags}
          onTag={writeTag}
          onSort={(sort) => writeAddressQuery({ sort: sort === 'recent' ? '' : sort })}
        />
      )}
      {hosts.error && (
        <Box mb="sm">
          <Problem title="The list is not current" error={hosts.error} retry={reload} />
        </Box>
      )}
      {!hosts.started && <HostSkeleton />}
      {nothing && filtered && <NoResult q={query.q} tag={query.tag} onClear={clear} />}
      {empty && (admin ? <FirstHost onAdd={() => setEdited('new')} /> : <NoHostForYou />)}
      {hosts.items.length > 0 && (
        <>
          <HostList
            items={hosts.items}
            grouped={query.sort === 'recent' && query.q === '' && hosts.items[0]!.group !== 'rest'}
            stale={!hosts.settled}
            hasMore={hosts.hasMore}
            onMore={hosts.more}
            list={keys.list}
            onKeyDown={keys.onListKey}
            deeds={deeds}
            onTag={writeTag}
          />
          <p className={classes.keys} aria-hidden>
            <Kbd size="xs">/</Kbd> search <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> move <Kbd size="xs">Enter</Kbd> open{' '}
            <Kbd size="xs">f</Kbd> favourite
            {admin && (
              <>
                {' '}
                <Kbd size="xs">e</Kbd> edit <Kbd size="xs">t</Kbd> test
              </>
            )}
          </p>
        </>
      )}
      {admin && (
        <>
          <HostDrawer
            host={edited}
            tags={tags.map(({ tag }) => tag)}
            onClose={() => setEdited(null)}
            onSaved={(row, test) => {
              if (edited === 'new') reload();
              else hosts.replace(row);
              reloadTags();
              setEdited(null);
              if (test) setTested(row);
            }}
          />
          <HostTestDialog host={tested} onClose={() => setTested(null)} />
        </>
      )}
    </>
  );
}
