'use client';

import { useTranslations } from 'next-intl';
import { Fragment, useEffect, useRef } from 'react';
import { HostRowItem, type RowSetting } from './host-item';
import { type HostItem } from './host-item-data';
import classes from './host-list.module.css';

interface Props {
  items: HostItem[];
  /** Whether favourites and what was opened lately stand apart. */
  grouped: boolean;
  hasMore: boolean;
  onMore: () => void;
  rows: RowSetting;
  isSelected: (id: string) => boolean;
  /** What list it is. */
  label: string;
}

export function HostList({ items, grouped, hasMore, onMore, rows, isSelected, label }: Props) {
  const t = useTranslations('hosts');
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {items.map((item, index) => (
          <Fragment key={item.id}>
            {grouped && items[index - 1]?.group !== item.group && <li className={classes.group}>{t(`group.${item.group}`)}</li>}
            <HostRowItem item={item} selected={isSelected(item.id)} {...rows} />
          </Fragment>
        ))}
      </ul>
      {hasMore && <MoreSentinel key={items.length} onSeen={onMore} />}
    </>
  );
}

/** Comes into sight shortly before the list ends. A new one for each page: an observer speaks only when something changes. */
function MoreSentinel({ onSeen }: { onSeen: () => void }) {
  const t = useTranslations('hosts');
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
      {t('loadingMore')}
    </div>
  );
}
