'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useTextByClock } from './clock';
import { useTimeText } from './time-text';

interface Props {
  at: number;
  /** Without seconds. */
  calm?: boolean;
  className?: string | undefined;
}

/** A time as an age that keeps itself current; the exact time is in its title. */
export function Ago({ at, calm = false, className }: Props) {
  const { calm: calmText, relative, dateTime } = useTimeText();
  const text = useTextByClock(useCallback((now: number) => (calm ? calmText : relative)(at, now), [at, calm, calmText, relative]));
  return (
    <time dateTime={new Date(at).toISOString()} title={dateTime(at)} className={className}>
      {text}
    </time>
  );
}

/** How long ago something began, counting. */
export function Lasting({ since }: { since: number }) {
  const t = useTranslations('common');
  const { duration, dateTime } = useTimeText();
  const text = useTextByClock(useCallback((now: number) => duration(now - since), [since, duration]));
  return (
    <time dateTime={new Date(since).toISOString()} title={t('since', { time: dateTime(since) })}>
      {text}
    </time>
  );
}
