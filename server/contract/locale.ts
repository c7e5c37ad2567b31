/** The languages that the portal speaks. English is what an API client and a log read unless they ask for another. */

import { z } from 'zod';

export const locales = ['en', 'zh-CN'] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;
export const defaultLocale: Locale = 'en';

/** Where a browser that is not signed in keeps its choice; not a secret. */
export const LOCALE_COOKIE = 'vnc-portal-locale';

/** Whatever a cookie or a column holds: a language that the portal speaks, or null. */
export function readLocale(text: string | null | undefined): Locale | null {
  const parsed = localeSchema.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** More ranges than any browser sends. */
const MAX_RANGES = 32;

/** The best language for an Accept-Language header (RFC 9110, 12.5.4), by the prefix of its ranges: `zh-TW` is answered in Chinese too. */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const ranges = (acceptLanguage ?? '')
    .split(',', MAX_RANGES)
    .map((range) => {
      const [tag = '', ...parameters] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { language: tag.split('-', 1)[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of ranges) {
    const found = locales.find((locale) => locale.split('-', 1)[0] === language);
    if (found) return found;
  }
  return defaultLocale;
}
