'use client';

import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';
import type { Locale } from '@/server/contract/locale';

/** A language tag (BCP 47) that dates and numbers are written by. */
export type Region = string;

/** Where the browser names none: English as in Britain, whose dates cannot be misread as much as American ones. */
const defaults: Record<Locale, Region> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

/** @param browser what the browser calls its own language; counts where it is a kind of the page's language and names a country */
export function regionOf(locale: Locale, browser: string | null): Region {
  const [language] = locale.split('-');
  return browser?.startsWith(`${language!}-`) ? browser : defaults[locale];
}

const never = () => () => undefined;

/** The server does not know the browser's own language, so the first render is in the default. */
export function useRegion(): Region {
  const browser = useSyncExternalStore(
    never,
    () => navigator.language,
    () => null,
  );
  return regionOf(useLocale(), browser);
}
