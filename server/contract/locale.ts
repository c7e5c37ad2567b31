/** The languages that the portal speaks. Free of zod, which the first picture of a console would have to wait for. English is what an API client and a log read unless they ask for another. */

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';

/** Where a browser that is not signed in keeps its choice; not a secret. It may not begin as the session's name does: see auth/cookies.ts. */
export const LOCALE_COOKIE = 'locale-vnc-portal';

/** Whatever a cookie or a column holds: a language that the portal speaks, or null. */
export function readLocale(text: string | null | undefined): Locale | null {
  return locales.find((locale) => locale === text) ?? null;
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
