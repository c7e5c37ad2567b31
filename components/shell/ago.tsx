'use client';

import { useCallback } from 'react';
import { useTimeText } from './clock';
import { dateTimeText, durationText, relativeTime } from './time-text';

/** A time as an age that keeps itself current; the exact time is in its title. */
export function Ago({ at, className }: { at: number; className?: string | undefined }) {
  const text = useTimeText(useCallback((now: number) => relativeTime(at, now), [at]));
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
