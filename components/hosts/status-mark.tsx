'use client';

import { VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { HostStatus } from '@/server/contract/host';
import { Ago } from '../shell/ago';
import { statusReason, statusWord } from './status-text';
import classes from './status-mark.module.css';

export function StatusDot({ status }: { status: HostStatus }) {
  return <span className={classes.dot} data-state={status.state} aria-hidden />;
}

/** Up or down and how old that knowledge is. What it rests on is shown by {@link StatusTip}, on hover and on focus. */
export function StatusAge({ status }: { status: HostStatus }) {
  const t = useTranslations('hosts');
  const reason = statusReason(t, status);
  return (
    <button type="button" className={classes.text} data-reason={reason}>
      <span data-state={status.state}>{statusWord(t, status)}</span>
      {status.at !== null && (
        <>
          {' '}
          <Ago calm at={status.at} className={classes.age} />
        </>
      )}
      <VisuallyHidden> {reason}</VisuallyHidden>
    </button>
  );
}

/** The same in words, where there is room for them. */
export function StatusWords({ status }: { status: HostStatus }) {
  const t = useTranslations('hosts');
  const { at } = status;
  const words = { state: statusWord(t, status), reason: statusReason(t, status) };
  return at === null ? t('status.unseen', words) : t.rich('status.seen', { ...words, age: () => <Ago at={at} /> });
}
