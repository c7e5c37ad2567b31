'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent, RefObject } from 'react';
import { HostHeads } from './host-heads';
import type { RowSetting } from './host-item';
import type { HostItem } from './host-item-data';
import { HostList } from './host-list';
import type { ListQuery } from './host-query';
import { StatusTip } from './status-tip';
import { TagGroups } from './tag-groups';
import type { Hosts } from './use-hosts';
import type { Selecting } from './use-selection';
import classes from './host-list.module.css';

interface Props {
  list: RefObject<HTMLDivElement | null>;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  hosts: Hosts;
  query: ListQuery;
  /** By tag; else null. */
  groups: { tags: { tag: string; hosts: number }[]; untagged: number; version: number } | null;
  onShown: (items: HostItem[]) => void;
  rows: RowSetting;
  selection: Selecting;
  /** Whether a phone shows the boxes too. */
  selecting: boolean;
}

/** The frame of the list: its heads, and the hosts in one list or in one for each tag. */
export function HostRegister({ list, onKeyDown, hosts, query, groups, onShown, rows, selection, selecting }: Props) {
  const t = useTranslations('hosts');
  const shown = groups ? [] : hosts.items.map(({ id }) => id);
  const count = shown.filter(selection.has).length;
  const picked = count === 0 ? 'none' : count === shown.length ? 'all' : 'some';
  return (
    <StatusTip>
      <div
        ref={list}
        className={classes.frame}
        data-hosts
        data-selecting={selecting || undefined}
        data-stale={!hosts.settled || undefined}
        aria-busy={!hosts.settled}
        onKeyDown={onKeyDown}
      >
        <HostHeads
          columns={rows.columns}
          picked={rows.onPick && (groups ? (selection.all === null ? 'none' : 'all') : picked)}
          onPickAll={(on) => {
            if (!on) selection.clear();
            else if (groups) selection.pickAll(hosts.total ?? 0);
            else selection.pickMany(shown, true);
          }}
        />
        {groups ? (
          <TagGroups {...groups} sort={query.sort} rows={rows} isSelected={selection.has} onShown={onShown} />
        ) : (
          <HostList
            items={hosts.items}
            grouped={query.sort === 'recent' && query.q === '' && hosts.items[0]!.group !== 'rest'}
            hasMore={hosts.hasMore && hosts.settled}
            onMore={hosts.more}
            rows={rows}
            isSelected={selection.has}
            label={t('list')}
          />
        )}
      </div>
    </StatusTip>
  );
}
