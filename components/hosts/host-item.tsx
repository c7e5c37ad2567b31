'use client';

import { ActionIcon } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import Link from 'next/link';
import { memo } from 'react';
import { Ago } from '../shell/ago';
import type { HostItem } from './host-item-data';
import { suggestId } from './form/suggest-id';
import { HostMenu } from './host-menu';
import { StatusAge, StatusDot } from './status-mark';
import type { HostDeeds } from './use-host-deeds';
import classes from './host-list.module.css';

interface Props {
  item: HostItem;
  deeds: HostDeeds;
  onTag: (tag: string) => void;
}

/** One host, one line. The name is a link that covers the row, so that a middle click anywhere opens a tab. */
export const HostRowItem = memo(function HostRowItem({ item, deeds, onTag }: Props) {
  const { id, name, description, targets, tags, status, live, openedAt, favourite } = item;
  return (
    <li className={classes.row} data-host={id}>
      <ActionIcon
        className={classes.star}
        variant="transparent"
        size={32}
        aria-label={`Favourite: ${name}`}
        aria-pressed={favourite}
        onClick={() => deeds.setFavourite(id, !favourite)}
      >
        {favourite ? <IconStarFilled size={16} aria-hidden /> : <IconStar size={16} stroke={1.6} aria-hidden />}
      </ActionIcon>
      <div className={classes.name}>
        <StatusDot status={status} />
        <Link href={`/console/${id}`} prefetch={false} className={classes.link} data-host-link>
          {name}
        </Link>
        {suggestId(name) !== id && <span className={classes.id}>{id}</span>}
        {description && (
          <span className={classes.description} title={description}>
            {description}
          </span>
        )}
      </div>
      <div className={classes.address} title={targets.join('\n')}>
        <Address target={targets[0] ?? ''} />
        {targets.length > 1 && <span className={classes.more}>+{targets.length - 1}</span>}
      </div>
      <div className={classes.tags}>
        {tags.map((tag) => (
          <button key={tag} type="button" className={classes.tag} onClick={() => onTag(tag)} aria-label={`Only hosts with the tag ${tag}`}>
            {tag}
          </button>
        ))}
      </div>
      <div className={classes.status}>
        <StatusAge status={status} />
      </div>
      <div className={classes.opened}>{openedAt !== null && <Ago calm at={openedAt} />}</div>
      <div className={classes.live}>
        {live > 0 && (
          <span className={classes.liveCount} title={live === 1 ? 'One console is open now' : `${live} consoles are open now`}>
            {live} live
          </span>
        )}
      </div>
      <div className={classes.end}>
        <span className={classes.open} aria-hidden>
          Open
        </span>
        <HostMenu item={item} deeds={deeds} />
      </div>
    </li>
  );
});

/** A phone has no room for the scheme. */
function Address({ target }: { target: string }) {
  const rest = target.indexOf('://') + 3;
  return (
    <span className={classes.target}>
      <span className={classes.scheme}>{target.slice(0, rest)}</span>
      {target.slice(rest)}
    </span>
  );
}
