'use client';

import { IconEye } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useConsoleModel } from '../console-model';
import { watchersOf } from './watchers';
import classes from './watched-mark.module.css';

/** For as long as somebody else looks on while this page's person works: who. */
export function WatchedMark() {
  const t = useTranslations('consolePeople');
  const { company, rights } = useConsoleModel();
  const watchers = rights.watching ? [] : watchersOf(company.others);
  const [first] = watchers;
  if (!first) return null;
  return (
    <span className={classes.mark} data-watched>
      <IconEye size={13} aria-hidden />
      <span className={classes.words}>{t('watched', { count: watchers.length, name: first })}</span>
    </span>
  );
}
