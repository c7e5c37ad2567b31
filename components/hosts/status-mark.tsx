'use client';

import type { HostStatus } from '@/server/contract/host';
import { Ago } from '../shell/ago';
import { statusReason, statusWord } from './status-text';
import classes from './status-mark.module.css';

export function StatusDot({ status }: { status: HostStatus }) {
  return <span className={classes.dot} data-state={status.state} title={`${statusWord(status)}. ${statusReason(status)}`} aria-hidden />;
}

/** Up or down, and how old that knowledge is. */
export function StatusAge({ status }: { status: HostStatus }) {
  return (
    <span className={classes.text} title={statusReason(status)}>
      <span data-state={status.state}>{statusWord(status)}</span>
      {status.at !== null && (
        <>
          {' '}
          <Ago calm at={status.at} className={classes.age} />
        </>
      )}
    </span>
  );
}
