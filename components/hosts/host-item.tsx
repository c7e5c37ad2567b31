'use client';

import { ActionIcon } from '@mantine/core';
import { IconEye, IconStar, IconStarFilled } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { memo, type MouseEvent } from 'react';
import { type placeColumns, type Step } from './columns';
import { suggestId } from '@/server/contract/suggest-id';
import { HostCell } from './host-cell';
import type { HostItem } from './host-item-data';
import { HostMenu } from './host-menu';
import { StatusDot } from './status-mark';
import type { HostDeeds } from './use-host-deeds';
import classes from './host-list.module.css';

/** What all rows of a list have in common. It must be stable: a long list is rendered again when it is another. */
export interface RowSetting {
  columns: ReturnType<typeof placeColumns>;
  deeds: HostDeeds;
  onTag: (tag: string) => void;
  /** Takes a row into the selection or out of it; absent where nothing can be selected. */
  onPick?: ((row: Element, on: boolean, range: boolean) => void) | undefined;
}

interface Props extends RowSetting {
  item: HostItem;
  selected: boolean;
}

export const stepClass = (from: Step): string => classes[`from${from}`]!;

/** One host, one line. The name is a link that covers the row, so that a middle click anywhere opens a tab. */
export const HostRowItem = memo(function HostRowItem({ item, columns, deeds, onTag, onPick, selected }: Props) {
  const t = useTranslations('hosts');
  const { id, name, status, favourite, access } = item;
  return (
    <li className={classes.row} data-host={id} data-selected={selected || undefined}>
      {onPick && <PickBox name={name} selected={selected} onPick={onPick} />}
      <ActionIcon
        className={classes.star}
        variant="transparent"
        size={32}
        aria-label={t('row.favourite', { name })}
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
        {access === 'view' && (
          <span className={classes.viewOnly}>
            <IconEye size={14} stroke={1.7} aria-hidden />
            {t('row.viewOnly')}
          </span>
        )}
      </div>
      {columns.map(({ column, from }) => (
        <div key={column} className={`${classes[column]!} ${stepClass(from)}`}>
          <HostCell column={column} item={item} onTag={onTag} />
        </div>
      ))}
      <div className={classes.end}>
        <span className={classes.open} aria-hidden>
          {t('row.open')}
        </span>
        <HostMenu item={item} deeds={deeds} />
      </div>
    </li>
  );
});

function PickBox({ name, selected, onPick }: { name: string; selected: boolean; onPick: NonNullable<RowSetting['onPick']> }) {
  const t = useTranslations('hosts');
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        checked={selected}
        aria-label={t('row.select', { name })}
        onChange={({ currentTarget, nativeEvent }) =>
          onPick(currentTarget.closest('[data-host]')!, currentTarget.checked, (nativeEvent as unknown as MouseEvent).shiftKey)
        }
      />
    </label>
  );
}
