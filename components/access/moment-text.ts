'use client';

import { useMemo } from 'react';
import { useRegion } from '../shell/region';

/** A moment that somebody chose to the minute: "31 Jan 2027, 18:00". */
export function useMomentText(): (at: number) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
    return (at) => format.format(at);
  }, [region]);
}
