'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { AuditRow } from '@/server/contract/audit';
import { useSizeText } from '../shell/size-text';
import { useTimeText } from '../shell/time-text';
import { actorText, auditSentence, becauseText, isRefusal } from './audit-sentence';
import { particulars } from './particulars';
import classes from './audit.module.css';

/** One row: a sentence, and on demand everything else that it says. */
export function AuditItem({ row }: { row: AuditRow }) {
  const t = useTranslations('audit');
  const times = useTimeText();
  const size = useSizeText();
  const [open, setOpen] = useState(false);
  const { sentence, what, owner, reason } = auditSentence(row);
  return (
    <li className={classes.item} data-refusal={isRefusal(row.action) || undefined}>
      <button type="button" className={classes.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={15} stroke={1.8} className={classes.chevron} aria-hidden />
        <time dateTime={new Date(row.at).toISOString()} title={times.dateTime(row.at)} className={classes.time}>
          {times.time(row.at)}
        </time>
        <span className={classes.sentence}>
          {t.rich(`sentence.${sentence}`, { who: actorText(t, row.actorName), what, owner, b: (chunks) => <strong>{chunks}</strong> })}
          {becauseText(t, reason)}
        </span>
        <span className={classes.from}>{row.address}</span>
      </button>
      {open && (
        <dl className={classes.particulars}>
          {particulars(row, { t, times, size }).map(([label, text]) => (
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
