'use client';

import { useIntersection } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useMemo, useState } from 'react';
import type { HostSort } from '@/server/contract/host';
import { Problem } from '../shell/problem';
import type { RowSetting } from './host-item';
import type { HostItem } from './host-item-data';
import { HostList } from './host-list';
import { useHosts } from './use-hosts';
import { useOpenGroups } from './use-open-groups';
import classes from './host-list.module.css';

interface Shared {
  sort: HostSort;
  rows: RowSetting;
  isSelected: (id: string) => boolean;
  /** Another number loads all groups anew. */
  version: number;
  /** Is told of the hosts that are shown. */
  onShown: (items: HostItem[]) => void;
}
interface Props extends Shared {
  tags: { tag: string; hosts: number }[];
  /** How many have no tag. */
  untagged: number;
}

/** No tag has a space in it. */
const UNTAGGED = ' ';

/** The hosts by tag. A host with several tags stands in each of their groups; a group loads what is in it when it is opened and seen. */
export function TagGroups({ tags, untagged, ...shared }: Props) {
  const t = useTranslations('hosts');
  const groups: { tag: string | null; name: string; count: number }[] = tags.map(({ tag, hosts }) => ({ tag, name: tag, count: hosts }));
  if (untagged > 0) groups.push({ tag: null, name: t('group.untagged'), count: untagged });
  const { isOpen, setOpen } = useOpenGroups(groups.length);
  return groups.map((group) => (
    <TagGroup
      key={group.tag ?? UNTAGGED}
      {...group}
      {...shared}
      open={isOpen(group.tag ?? UNTAGGED)}
      onOpen={(open) => setOpen(group.tag ?? UNTAGGED, open)}
    />
  ));
}

interface GroupProps extends Shared {
  /** null for the hosts without any. */
  tag: string | null;
  name: string;
  count: number;
  open: boolean;
  onOpen: (open: boolean) => void;
}

function TagGroup({ name, count, open, onOpen, ...shared }: GroupProps) {
  const body = useId();
  return (
    <section className={classes.tagGroup} data-group={name}>
      <h2 className={classes.tagHead}>
        <button type="button" aria-expanded={open} aria-controls={body} data-group-head onClick={() => onOpen(!open)}>
          <IconChevronRight size={16} stroke={1.9} aria-hidden />
          <span className={classes.tagName}>{name}</span>
          <span className={classes.tagCount}>{count}</span>
        </button>
      </h2>
      <div id={body}>{open && <GroupBody name={name} count={count} {...shared} />}</div>
    </section>
  );
}

/** Rows that are reserved for a group before it is loaded, so that those below it do not all come into sight at once. */
const RESERVED_ROWS = 20;
const ROW_HEIGHT = 42;

function GroupBody(props: Omit<GroupProps, 'open' | 'onOpen'>) {
  const { ref, entry } = useIntersection({ rootMargin: '300px' });
  const seen = entry?.isIntersecting ?? false;
  const [started, setStarted] = useState(false);
  if (seen && !started) setStarted(true);
  return (
    <div ref={ref} style={started ? undefined : { minHeight: Math.min(props.count, RESERVED_ROWS) * ROW_HEIGHT }}>
      {started && <GroupHosts {...props} seen={seen} />}
    </div>
  );
}

function GroupHosts({
  tag,
  name,
  count,
  sort,
  rows,
  isSelected,
  version,
  onShown,
  seen,
}: Omit<GroupProps, 'open' | 'onOpen'> & { seen: boolean }) {
  const t = useTranslations('hosts');
  const { items, error, reload, hasMore, more, started, setFavourite } = useHosts(
    { q: '', tag: tag ?? '', sort },
    { untagged: tag === null, seen, version },
  );
  useEffect(() => onShown(items), [items, onShown]);
  const own = useMemo(() => ({ ...rows, deeds: { ...rows.deeds, setFavourite } }), [rows, setFavourite]);
  return (
    <>
      {error && <Problem title={t('notCurrent')} error={error} retry={reload} />}
      {!started && <div style={{ minHeight: Math.min(count, RESERVED_ROWS) * ROW_HEIGHT }} role="status" aria-label={t('loading')} />}
      <HostList items={items} grouped={false} hasMore={hasMore} onMore={more} rows={own} isSelected={isSelected} label={name} />
    </>
  );
}
