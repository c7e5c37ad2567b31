'use client';

import type { AuditRow } from '@/server/contract/audit';
import { type TimeText, useTimeText } from '../shell/time-text';
import { AuditItem } from './audit-item';
import classes from './audit.module.css';

/** The rows under the days that they belong to. */
export function AuditList({ rows, stale }: { rows: AuditRow[]; stale: boolean }) {
  const { date } = useTimeText();
  return (
    <div className={classes.days} data-stale={stale || undefined} aria-busy={stale}>
      {byDay(rows, date).map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h2 className={classes.day}>{day}</h2>
          <ul className={classes.list}>
            {ofDay.map((row) => (
              <AuditItem key={row.id} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Rows are sorted by time, so each day is one run of them. */
function byDay(rows: AuditRow[], date: TimeText['date']): [day: string, rows: AuditRow[]][] {
  const days: [string, AuditRow[]][] = [];
  for (const row of rows) {
    const day = date(row.at);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(row);
    else days.push([day, [row]]);
  }
  return days;
}
