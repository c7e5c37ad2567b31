'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { AuditDestination } from '@/server/contract/audit';
import { call } from '../api/client';
import { useResource } from '../api/use-resource';
import { Ago } from '../shell/ago';
import classes from './keeping.module.css';

const EVERY_MS = 10_000;

/** How long rows are kept, and how far they have gone to the places that they are forwarded to. Nothing where nothing is configured. */
export function Keeping() {
  const t = useTranslations('audit');
  const { data } = useResource(
    useCallback((signal: AbortSignal) => call('getAuditKeeping', { signal }), []),
    EVERY_MS,
  );
  if (!data || (data.retentionDays === null && data.destinations.length === 0)) return null;
  return (
    <ul className={classes.list} aria-label={t('keeping.title')}>
      {data.destinations.map((destination) => (
        <Destination key={destination.kind} destination={destination} />
      ))}
      {data.retentionDays !== null && <li className={classes.item}>{t('keeping.days', { days: data.retentionDays })}</li>}
    </ul>
  );
}

function Destination({ destination }: { destination: AuditDestination }) {
  const t = useTranslations('audit');
  const { kind, address, seq, waiting, forwardedAt, error, errorAt } = destination;
  return (
    <li className={classes.item} data-failing={error !== null || undefined}>
      <span className={classes.where}>
        <strong>{t(`keeping.${kind}`)}</strong> <code>{address}</code>
      </span>
      <span>
        {waiting === 0 ? t('keeping.current') : t('keeping.behind', { count: waiting })}
        {waiting > 0 && seq > 0 && ` · ${t('keeping.arrived', { seq: String(seq) })}`}
        {forwardedAt !== null && (
          <span className={classes.when}>
            {' '}
            · <Ago at={forwardedAt} />
          </span>
        )}
      </span>
      {error !== null && (
        <span className={classes.error}>
          {t('keeping.failing', { error })}
          {errorAt !== null && (
            <>
              {' '}
              · <Ago at={errorAt} />
            </>
          )}
        </span>
      )}
    </li>
  );
}
