'use client';

import { useTranslations } from 'next-intl';
import type { ApiError } from '../../api/api-error';
import { Problem } from '../../shell/problem';
import classes from './bulk.module.css';

/** Why nothing was done, with each host that stood in the way. */
export function BulkProblem({ title, error }: { title: string; error: ApiError }) {
  const t = useTranslations('hosts');
  const wrong = Object.entries(error.fields);
  return (
    <div>
      <Problem title={title} error={error} />
      {wrong.length > 1 && (
        <ul className={classes.wrong}>
          {wrong.map(([host, message]) => (
            <li key={host}>{t('bulk.wrong', { host, message })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
