'use client';

import { Fragment, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { type HostGroup, type HostItem } from './host-item-data';
import { HostRowItem } from './host-item';
import type { HostDeeds } from './use-host-deeds';
import classes from './host-list.module.css';

interface Props {
  items: HostItem[];
  grouped: boolean;
  /** Shown faintly while a newer search is under way. */
  stale: boolean;
  hasMore: boolean;
  onMore: () => void;
  list: RefObject<HTMLUListElement | null>;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  deeds: HostDeeds;
  onTag: (tag: string) => void;
}

const groupNames: Record<HostGroup, string> = { favourites: 'Favourites', recent: 'Opened lately', rest: 'All others' };

export function HostList({ items, grouped, stale, hasMore, onMore, list, onKeyDown, deeds, onTag }: Props) {
  return (
    <div className={classes.frame} data-stale={stale || undefined} aria-busy={stale}>
      <div className={classes.heads} aria-hidden>
        <span className={classes.headName}>Host</span>
        <span>Address</span>
        <span className={classes.headTags}>Tags</span>
        <span>Status</span>
        <span className={classes.headOpened}>Opened</span>
      </div>
      <ul ref={list} className={classes.list} onKeyDown={onKeyDown} aria-label="Hosts">
        {items.map((item, index) => (
          <Fragment key={item.id}>
            {grouped && items[index - 1]?.group !== item.group && <li className={classes.group}>{groupNames[item.group]}</li>}
            <HostRowItem item={item} deeds={deeds} onTag={onTag} />
          </Fragment>
        ))}
      </ul>
      {hasMore && <MoreSentinel key={items.length} onSeen={onMore} />}
    </div>
  );
}

/** Comes into sight shortly before the list ends. A new one for each page: an observer speaks only when something changes. */
function MoreSentinel({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onSeen(), {
      rootMargin: '1200px',
    });
    observer.observe(mark.current!);
    return () => observer.disconnect();
  }, [onSeen]);
  return (
    <div ref={mark} className={classes.sentinel} role="status">
      Loading more…
    </div>
  );
}
