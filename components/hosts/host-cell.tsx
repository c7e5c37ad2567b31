'use client';

import { useTranslations } from 'next-intl';
import type { HostColumn } from '@/server/contract/settings';
import { Ago } from '../shell/ago';
import type { HostItem } from './host-item-data';
import { StatusAge } from './status-mark';
import classes from './host-list.module.css';

/** What a column says of a host. */
export function HostCell({ column, item, onTag }: { column: HostColumn; item: HostItem; onTag: (tag: string) => void }) {
  const { status, targets, tags, live, openedAt, updatedAt, description } = item;
  switch (column) {
    case 'status':
      return <StatusAge status={status} />;
    case 'address':
      return <Addresses targets={targets} />;
    case 'tags':
      return <Tags tags={tags} onTag={onTag} />;
    case 'people':
      return live > 0 && <Live count={live} />;
    case 'opened':
      return openedAt !== null && <Ago calm at={openedAt} />;
    case 'updated':
      return <Ago calm at={updatedAt} />;
    case 'description':
      return <span title={description}>{description}</span>;
  }
}

function Addresses({ targets }: { targets: string[] }) {
  const t = useTranslations('hosts');
  const [first = ''] = targets;
  const rest = first.indexOf('://') + 3;
  return (
    <>
      {/* A phone has no room for the scheme. */}
      <span className={classes.target} title={targets.join('\n')}>
        <span className={classes.scheme}>{first.slice(0, rest)}</span>
        {first.slice(rest)}
      </span>
      {targets.length > 1 && <span className={classes.more}>{t('row.moreAddresses', { count: targets.length - 1 })}</span>}
    </>
  );
}

function Tags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  const t = useTranslations('hosts');
  return tags.map((tag) => (
    <button key={tag} type="button" className={classes.tag} onClick={() => onTag(tag)} aria-label={t('row.onlyTag', { tag })}>
      {tag}
    </button>
  ));
}

function Live({ count }: { count: number }) {
  const t = useTranslations('hosts');
  return (
    <span className={classes.liveCount} title={t('row.liveTitle', { count })}>
      {t('row.live', { count })}
    </span>
  );
}
