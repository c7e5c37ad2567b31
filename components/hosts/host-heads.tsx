'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { type RowSetting, stepClass } from './host-item';
import classes from './host-list.module.css';

interface Props {
  columns: RowSetting['columns'];
  /** Whether none, some or all of what is shown is selected; absent where nothing can be. */
  picked?: 'none' | 'some' | 'all' | undefined;
  onPickAll: (on: boolean) => void;
}

/** The names of the columns. For the eye: a screen reader is told by each cell, and the box alone is for everybody. */
export function HostHeads({ columns, picked, onPickAll }: Props) {
  const t = useTranslations('hosts');
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = picked === 'some';
  }, [picked]);
  return (
    <div className={classes.heads}>
      {picked && (
        <label className={classes.check}>
          <input
            ref={box}
            type="checkbox"
            checked={picked === 'all'}
            aria-label={t('select.all')}
            onChange={(event) => onPickAll(event.currentTarget.checked)}
          />
        </label>
      )}
      <span className={classes.headStar} aria-hidden />
      <span className={classes.name} aria-hidden>
        {t('column.host')}
      </span>
      {columns.map(({ column, from }) => (
        <span key={column} className={`${classes[column]!} ${stepClass(from)}`} aria-hidden>
          {t(`column.${column}`)}
        </span>
      ))}
      <span className={classes.end} aria-hidden />
    </div>
  );
}
