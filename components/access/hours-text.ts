'use client';

/** Weekly hours as people read them: "Mon–Fri 08:00–18:00; Sat 09:00–12:00, Europe/Berlin". */

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Hours } from '@/server/contract/access';

type Translate = ReturnType<typeof useTranslations<'access'>>;
type Slot = Hours['slots'][number];

/** A day whose weekday is Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
/** From three on, days that follow each other are told by the first and the last. */
const RANGE_FROM = 3;

/** Short names of the days from Monday on. */
export function weekdayNames(locale: string): string[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, index) => weekday.format(MONDAY + index * DAY));
}

export function makeHoursText(t: Translate, locale: string): (hours: Hours) => string {
  const names = weekdayNames(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  const name = (day: number) => names[day - 1]!;

  const daysText = (days: readonly number[]) => {
    if (new Set(days).size === 7) return t('hours.everyDay');
    const runs = runsOf(days).flatMap((run) =>
      run.length < RANGE_FROM ? run.map(name) : [t('hours.days', { from: name(run[0]!), to: name(run.at(-1)!) })],
    );
    return list.format(runs);
  };
  const timesText = ({ from, to }: Slot) => {
    if (from === '00:00' && (to === '00:00' || to === '24:00')) return t('hours.allDay');
    return t(from < to ? 'hours.times' : 'hours.overnight', { from, to });
  };
  return ({ slots, timeZone }) => {
    const texts = slots.map((slot) => t('hours.slot', { days: daysText(slot.days), times: timesText(slot) }));
    return t('hours.inZone', { slots: texts.reduce((first, second) => t('hours.and', { first, second })), zone: timeZone });
  };
}

/** [1, 2, 3, 6] → [[1, 2, 3], [6]]. */
function runsOf(days: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  return runs;
}

export function useHoursText(): (hours: Hours) => string {
  const t = useTranslations('access');
  const locale = useLocale();
  return useMemo(() => makeHoursText(t, locale), [t, locale]);
}
