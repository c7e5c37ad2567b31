/** Says the server's sentences. For the server alone: it brings every catalogue. */

import { createTranslator } from 'use-intl/core';
import { defaultLocale, locales, type Locale } from '../server/contract/locale';
import { messages } from '.';
import type { Text, TextValue } from './text';

type Translate = (key: string, values?: Record<string, string | number>) => string;

const ignore = () => undefined;
/** A mistake in a catalogue is for its test to find; whoever reads the sentence gets its key rather than nothing. */
const translators = Object.fromEntries(
  locales.map((locale) => [locale, createTranslator({ locale, messages: messages[locale], onError: ignore }) as Translate]),
) as Record<Locale, Translate>;

/** English unless told otherwise: that is what logs and the command line read. */
export function say(text: Text, locale: Locale = defaultLocale): string {
  return sayValue(text, locale) as string;
}

function sayValue(value: TextValue, locale: Locale): string | number {
  if (typeof value !== 'object') return value;
  const values = Object.entries(value.values ?? {}).map(([name, inner]) => [name, sayValue(inner, locale)] as const);
  return translators[locale](value.key, Object.fromEntries(values));
}

/** The same for several at once, such as the fields of a form. */
export function sayEach(texts: Readonly<Record<string, Text>>, locale: Locale = defaultLocale): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, inner]) => [name, say(inner, locale)]));
}
