'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { AuditRow } from '@/server/contract/audit';
import { dateTimeText, timeText } from '../shell/time-text';
import { auditSentence, isRefusal } from './audit-sentence';
import { particulars } from './particulars';
import classes from './audit.module.css';

/** One row: a sentence, and on demand everything else that it says. */
export function AuditItem({ row }: { row: AuditRow }) {
  const [open, setOpen] = useState(false);
  const { who, did, what, rest } = auditSentence(row);
  return (
    <li className={classes.item} data-refusal={isRefusal(row.action) || undefined}>
      <button type="button" className={classes.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={15} stroke={1.8} className={classes.chevron} aria-hidden />
        <time dateTime={new Date(row.at).toISOString()} title={dateTimeText(row.at)} className={classes.time}>
          {timeText(row.at)}
        </time>
        <span className={classes.sentence}>
          <strong>{who}</strong> {did} {what && <strong>{what}</strong>}
          {rest}
        </span>
        <span className={classes.from}>{row.address}</span>
      </button>
      {open && (
        <dl className={classes.particulars}>
          {particulars(row).map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
