/** The few sentences of calls that failed without a word of the portal's. Calls are made where no component is, so they come along in each language. */

import en from '@/messages/en/api';
import type { Translated } from '@/messages/translated';
import chinese from '@/messages/zh-CN/api';
import { defaultLocale, type Locale, readLocale } from '@/server/contract/locale';

const texts: Readonly<Record<Locale, Translated<typeof en>>> = { en, 'zh-CN': chinese };

/** In the language of the page. */
export function apiText(key: keyof typeof en): string {
  const page = typeof document === 'undefined' ? null : readLocale(document.documentElement.lang);
  return texts[page ?? defaultLocale][key];
}
