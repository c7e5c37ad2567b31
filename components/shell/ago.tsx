'use client';

import { useCallback } from 'react';
import { useTimeText } from './clock';
import { calmTime, dateTimeText, durationText, relativeTime } from './time-text';

interface Props {
  at: number;
  /** Without seconds. */
  calm?: boolean;
  className?: string | undefined;
}

/** A time as an age that keeps itself current; the exact time is in its title. */
export function Ago({ at, calm = false, className }: Props) {
  const text = useTimeText(useCallback((now: number) => (calm ? calmTime : relativeTime)(at, now), [at, calm]));
  return (
    <time dateTime={new Date(at).toISOString()} title={dateTimeText(at)} className={className}>
      {text}
    </time>
  );
}

/** How long ago something began, counting. */
export function Lasting({ since }: { since: number }) {
  const text = useTimeText(useCallback((now: number) => durationText(now - since), [since]));
  return (
    <time dateTime={new Date(since).toISOString()} title={`since ${dateTimeText(since)}`}>
      {text}
    </time>
  );
}
