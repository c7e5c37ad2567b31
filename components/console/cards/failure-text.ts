'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useTimeText } from '@/components/shell/time-text';
import type { Failure } from '../connection/failure-row';
import { withLocalTimes } from '../connection/told-times';

export interface FailureText {
  title: string;
  message: string;
  /** The next step, for the person who reads it. */
  next: string;
}

/** Gives what says a failure: in the portal's own words where it told any, with its times by the reader's clock. */
export function useFailureText(): (failure: Failure) => FailureText {
  const t = useTranslations('consoleFailures');
  const time = useTimeText();
  return useCallback(
    ({ row, message, next, said }) => ({
      title: t(`code.${row}.title`),
      message: message ? withLocalTimes(message, Date.now(), time) : t(`code.${row}.message`, { said }),
      next: next || t(`code.${row}.next`),
    }),
    [t, time],
  );
}
