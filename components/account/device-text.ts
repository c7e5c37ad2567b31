import type { useTranslations } from 'next-intl';

/** What a browser says of itself, as a person would: "Firefox on Linux". Order matters, since each claims to be its forebears too. */

type Translate = ReturnType<typeof useTranslations<'account'>>;

/** Chrome that a program drives; its words are in the catalogue, as every other name is a brand. */
const WINDOWLESS = 'HeadlessChrome';
const browsers: [pattern: RegExp, name: string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\bHeadlessChrome\//, WINDOWLESS],
  [/\b(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const systems: [pattern: RegExp, name: string][] = [
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
const MAX_SHOWN = 60;

export function deviceText(t: Translate, userAgent: string): string {
  const known = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = known === WINDOWLESS ? t('device.windowless') : known;
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (browser && system) return t('device.on', { browser, system });
  return browser ?? system ?? (userAgent.slice(0, MAX_SHOWN) || t('device.unknown'));
}
