'use client';

/** Times as people read them. All times are ms since 1970 UTC, all lengths ms. */

import { useLocale, useTranslations } from 'next-intl';
import type { Locale } from '@/server/contract/locale';
import { type Region, useRegion } from './region';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUST_NOW = 5 * SECOND;
/** Older than this, a date says more than a count of days. */
const DATE_AFTER = 30 * DAY;

export interface TimeText {
  /** "15 Jun 2026". */
  date: (at: number) => string;
  dateTime: (at: number) => string;
  /** The time of the day alone, where the date stands elsewhere. */
  time: (at: number) => string;
  /** "just now", "12 sec ago", "in 3 hr", or a date when it is far. A clock that runs a little ahead does not make the past a future. */
  relative: (at: number, now: number) => string;
  /** The same for lists, where a hundred ages that count seconds would be a hundred things that move. */
  calm: (at: number, now: number) => string;
  /** How long something lasts, to two units: "48 sec", "3 min 05 sec", "2 hr 14 min", "3 days 4 hr". */
  duration: (ms: number) => string;
  /** A wait that somebody has to sit out: "27 seconds", "1 minute", "3 minutes". */
  wait: (seconds: number) => string;
}

/** English short forms: British ones carry no full stops in ages, American ones no plural in lengths. */
const wordLocales: Record<Locale, { ages: string; lengths: string }> = {
  en: { ages: 'en-GB', lengths: 'en-US' },
  'zh-CN': { ages: 'zh-CN', lengths: 'zh-CN' },
};

/**
 * @param region whose dates and clock
 * @param justNow what is said of the last few seconds
 */
export function makeTimeText(locale: Locale, region: Region, justNow: string): TimeText {
  const { ages, lengths } = wordLocales[locale];
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const dateOnly = new Intl.DateTimeFormat(region, day);
  const dateAndTime = new Intl.DateTimeFormat(region, { ...day, ...clock });
  const timeOnly = new Intl.DateTimeFormat(region, clock);
  const age = new Intl.RelativeTimeFormat(ages, { style: 'short' });
  const list = new Intl.ListFormat(lengths, { type: 'unit', style: 'narrow' });
  const length = (value: number, unit: Unit, digits = 1) =>
    new Intl.NumberFormat(lengths, { style: 'unit', unit, unitDisplay: 'short', minimumIntegerDigits: digits }).format(value);

  const date = (at: number) => dateOnly.format(at);
  const relative = (at: number, now: number) => {
    const past = now - at;
    if (Math.abs(past) < JUST_NOW) return justNow;
    if (Math.abs(past) > DATE_AFTER) return date(at);
    const [count, unit] = roughly(Math.abs(past));
    return spaced(age.format(past > 0 ? -count : count, unit));
  };
  return {
    date,
    dateTime: (at) => dateAndTime.format(at),
    time: (at) => timeOnly.format(at),
    relative,
    calm: (at, now) => (now - at < MINUTE ? justNow : relative(at, now)),
    duration: (ms) => {
      const seconds = Math.max(0, Math.floor(ms / SECOND));
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      const days = Math.floor(hours / 24);
      if (minutes === 0) return spaced(length(seconds, 'second'));
      if (hours === 0) return spaced(list.format([length(minutes, 'minute'), length(seconds % 60, 'second', 2)]));
      if (days === 0) return spaced(list.format([length(hours, 'hour'), length(minutes % 60, 'minute', 2)]));
      return spaced(list.format([length(days, 'day'), length(hours % 24, 'hour')]));
    },
    wait: (seconds) => {
      const [value, unit] = seconds < 90 ? ([Math.ceil(seconds), 'second'] as const) : ([Math.ceil(seconds / 60), 'minute'] as const);
      return spaced(new Intl.NumberFormat(lengths, { style: 'unit', unit, unitDisplay: 'long' }).format(value));
    },
  };
}

type Unit = 'second' | 'minute' | 'hour' | 'day';

/** The largest whole unit. */
function roughly(ms: number): [count: number, unit: Unit] {
  if (ms < MINUTE) return [Math.floor(ms / SECOND), 'second'];
  if (ms < HOUR) return [Math.floor(ms / MINUTE), 'minute'];
  if (ms < DAY) return [Math.floor(ms / HOUR), 'hour'];
  return [Math.floor(ms / DAY), 'day'];
}

/** "3分钟前5秒" → "3 分钟前 5 秒": a space between Chinese and numbers, as in the portal's other texts. */
function spaced(text: string): string {
  return text.replace(/(\d)(?=\p{Script=Han})|(\p{Script=Han})(?=\d)/gu, '$1$2 ');
}

/** Making formats is slow, and a list asks for them a hundred times. */
const made = new Map<string, TimeText>();

/** The times of this page, by its language and where the person is. */
export function useTimeText(): TimeText {
  const locale = useLocale();
  const region = useRegion();
  const justNow = useTranslations('common')('justNow');
  const key = `${locale} ${region}`;
  let text = made.get(key);
  if (!text) made.set(key, (text = makeTimeText(locale, region, justNow)));
  return text;
}
