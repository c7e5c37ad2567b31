'use client';

/** A grant in one sentence. */

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Explanation, Grant, Hours } from '@/server/contract/access';
import { useHoursText } from './hours-text';
import { useMomentText } from './moment-text';

type Translate = ReturnType<typeof useTranslations<'access'>>;

interface Words {
  hours: (hours: Hours) => string;
  moment: (at: number) => string;
}

/** What the grant is for: a host's id, a tag, or nothing where it is for every host. */
export function targetOf({ target }: Pick<Grant, 'target'>): string {
  return target.kind === 'host' ? target.id : target.kind === 'tag' ? target.tag : '';
}

/** "The group Ops may control every host with the tag lab: Mon–Fri 08:00–18:00, Europe/Berlin, until 31 Jan 2027." */
export function grantSentence(
  t: Translate,
  grant: Pick<Grant, 'subject' | 'target' | 'access' | 'endsAt' | 'hours'>,
  words: Words,
): string {
  const { subject, target, access, endsAt, hours } = grant;
  const given = { subject: subject.kind, who: subject.name, access, target: target.kind, what: targetOf(grant) };
  const when = [...(hours ? [words.hours(hours)] : []), ...(endsAt === null ? [] : [t('ends', { time: words.moment(endsAt) })])];
  if (when.length === 0) return t('sentence', given);
  return t('sentenceWhen', { ...given, when: when.reduce((first, second) => t('hours.and', { first, second })) });
}

export function useGrantSentence(): (grant: Grant) => string {
  const t = useTranslations('access');
  const hours = useHoursText();
  const moment = useMomentText();
  return useMemo(() => (grant) => grantSentence(t, grant, { hours, moment }), [t, hours, moment]);
}

/** What decides, before the grants are told. */
export function verdict(t: Translate, { user, host, access, byRole, grants }: Explanation): string {
  const names = { person: user.displayName || user.name, host: host.name || host.id };
  if (user.disabled) return t('why.disabled', names);
  if (byRole) return t('why.byRole', { person: names.person });
  if (access !== null) return t(`why.${access}`, names);
  return grants.length === 0 ? t('why.noGrant', names) : t('why.noneCounts', { ...names, count: grants.length });
}
