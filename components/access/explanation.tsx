'use client';

import { IconCircleCheck, IconCircleX, IconEye } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Explanation } from '@/server/contract/access';
import { useTimeText } from '../shell/time-text';
import { useMomentText } from './moment-text';
import { StateBadge } from './grant-state-badge';
import { useGrantSentence, verdict } from './grant-text';
import classes from './access.module.css';

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true } as const;

/** Whether a person may open a host, and every grant that says so or would at another time. */
export function Answer({ explanation, stale }: { explanation: Explanation; stale: boolean }) {
  const t = useTranslations('access');
  const moment = useMomentText();
  const heading = useId();
  const { access, user, grants, until } = explanation;
  const counting = grants.filter(({ state }) => state === 'counts');
  const others = grants.filter(({ state }) => state !== 'counts');
  return (
    <section className={classes.answer} aria-labelledby={heading} data-stale={stale || undefined} data-access={access ?? 'none'}>
      <div role="status">
        <h2 id={heading} className={classes.verdict}>
          <VerdictIcon access={access} />
          <span>{verdict(t, explanation)}</span>
        </h2>
      </div>
      {counting.length > 0 && <h3>{user.disabled ? t('why.disabledGrants') : t('why.because', { count: counting.length })}</h3>}
      <Reasons grants={counting} explanation={explanation} />
      {others.length > 0 && <h3>{t('why.others', { count: others.length })}</h3>}
      <Reasons grants={others} explanation={explanation} />
      {!user.disabled && <p className={classes.foot}>{until === null ? t('why.forever') : t('why.until', { time: moment(until) })}</p>}
    </section>
  );
}

function VerdictIcon({ access }: Pick<Explanation, 'access'>) {
  if (access === null) return <IconCircleX {...icon} className={classes.no} />;
  return access === 'view' ? <IconEye {...icon} className={classes.yes} /> : <IconCircleCheck {...icon} className={classes.yes} />;
}

function Reasons({ grants, explanation }: { grants: Explanation['grants']; explanation: Explanation }) {
  const t = useTranslations('access');
  const sentence = useGrantSentence();
  const { date } = useTimeText();
  const person = explanation.user.displayName || explanation.user.name;
  if (grants.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {grants.map(({ grant, state }) => (
        <li key={grant.id} className={classes.reason}>
          <div className={classes.words}>
            {sentence(grant)} {grant.subject.kind === 'group' && t('why.throughGroup', { person, group: grant.subject.name })}
            <small>
              {t('given', { name: grant.createdBy, date: date(grant.createdAt) })}
              {grant.note && <> · {grant.note}</>}
            </small>
          </div>
          <StateBadge state={state} />
        </li>
      ))}
    </ul>
  );
}
