'use client';

import { Kbd } from '@mantine/core';
import { useTranslations } from 'next-intl';
import classes from './hosts-view.module.css';

/** What the keyboard does in the list; for the eye, as a reminder. */
export function HostKeys({ admin }: { admin: boolean }) {
  const t = useTranslations('hosts');
  const keys = [
    [['/'], t('keys.search')],
    [['↑', '↓'], t('keys.move')],
    [['Enter'], t('keys.open')],
    [['f'], t('keys.favourite')],
    ...(admin
      ? ([
          [['x'], t('keys.select')],
          [['e'], t('keys.edit')],
          [['t'], t('keys.test')],
        ] as const)
      : []),
  ] as const;
  return (
    <p className={classes.keys} aria-hidden>
      {keys.map(([caps, what]) => (
        <span key={what} className={classes.pair}>
          {caps.map((cap) => (
            <Kbd key={cap} size="xs">
              {cap}
            </Kbd>
          ))}{' '}
          {what}
        </span>
      ))}
    </p>
  );
}
